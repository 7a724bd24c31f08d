export { readPixelFormat } from './image-pixel-module.ts';
export { imagingSettings } from './imaging.config.ts';
export { imagingRoutes } from './imaging.routes.ts';
export { createImaging, type Imaging } from './imaging.service.ts';
export { type Affine, type NiftiHeader, niftiHeaderBytes, readNiftiHeader } from './nifti-header.ts';
export { createRenderPool } from './render-pool.ts';
