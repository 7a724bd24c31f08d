/** True where the browser can draw volumes. Hospital desktops without a graphics card cannot. */
export function canDrawVolumes(): boolean {
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
