export { conversionSettings } from './conversion.config.ts';
export { conversionRoutes } from './conversion.routes.ts';
export { type Conversion, createConversion } from './conversion.service.ts';
export { chooseConverter } from './dcm2niix.ts';
