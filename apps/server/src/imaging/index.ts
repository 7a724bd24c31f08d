export { readPixelFormat } from './codecs/image-pixel-module.ts';
export { imagingSettings } from './imaging.config.ts';
export { imagingRoutes } from './imaging.routes.ts';
export { createImaging, type Imaging } from './imaging.service.ts';
export { createRenderPool } from './render/render-pool.ts';
export { type Affine, type NiftiHeader, niftiHeaderBytes, readNiftiHeader } from './volume/nifti-header.ts';
