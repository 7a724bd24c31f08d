import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env['PESSCARA_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
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
