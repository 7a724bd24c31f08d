export { imagingSettings } from './imaging.config.ts';
export { imagingRoutes } from './imaging.routes.ts';
export { createImaging, type Imaging } from './imaging.service.ts';
export { type Affine, type NiftiHeader, niftiHeaderBytes, readNiftiHeader } from './nifti-header.ts';
export type { RenderedImage, RenderOptions } from './render.ts';
export { createRenderPool, type RenderPool } from './render-pool.ts';
