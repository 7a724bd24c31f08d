export { conversionSettings } from './conversion.config.ts';
export { conversionRoutes } from './conversion.routes.ts';
export { createConversion } from './conversion.service.ts';
export { chooseConverter } from './dcm2niix.ts';
