import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const api = process.env['PESSCARA_URL'] ?? 'http://127.0.0.1:8080';

const assets = path.join(import.meta.dirname, 'dist/assets');
const oldAssetMs = 30 * 24 * 3600 * 1000;

/** Files of earlier builds stay for a month, for pages that are still open; a page never meets an empty folder. */
function keepEarlierAssets(): Plugin {
  return {
    name: 'keep-earlier-assets',
    closeBundle() {
      for (const name of readdirSync(assets)) {
        const file = path.join(assets, name);
        if (Date.now() - statSync(file).mtimeMs > oldAssetMs) rmSync(file);
      }
    },
  };
}

export default defineConfig({
  base: '/',
  plugins: [react(), keepEarlierAssets()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    // light-dark() stays as it is: its replacement would need a color-scheme rule beside every use.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // Assets as data: URLs would put fonts and images outside what the content security policy allows for scripts and styles.
    assetsInlineLimit: 0,
    // NiiVue is one lazy chunk that only the viewer loads.
    chunkSizeWarningLimit: 2000,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': api, '/dicom-web': api } },
});
