import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { chunks } from './build/chunks.ts'
import { firstLoad } from './build/first-load.ts'
import { onlyOurLocales } from './build/only-our-locales.ts'
import { precompress } from './build/precompress.ts'
import { themeBoot } from './build/theme-boot.ts'
import { workerFiles } from './build/worker-files.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('.'),
  base: '/',
  resolve: {
    // Contracts build zod schemas that a browser never runs.
    alias: [{ find: /^zod$/, replacement: here('../kit/no-zod.ts') }],
  },
  plugins: [
    react(),
    tailwind(),
    onlyOurLocales(),
    themeBoot(here('./theme-boot.js')),
    workerFiles(),
    firstLoad([
      { page: 'index.html', first: 180, parts: /Page\.tsx$/, each: 60 },
      { page: 'device.html', first: 90, parts: /Screen\.tsx$/, each: 30 },
    ]),
    precompress(),
  ],
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    // Our policy allows no inline style or script, and small files compress better apart than as text.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      // Only entries do something by being loaded; a door that lends five parts costs who takes one only that one.
      treeshake: { moduleSideEffects: [{ test: /modules\/.*\/panels\.tsx$/, sideEffects: false }] },
      input: {
        index: here('./index.html'),
        device: here('./device.html'),
        sw: here('./sw.ts'),
        public: here('./public.ts'),
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
        codeSplitting: { groups: chunks },
      },
    },
  },
})
