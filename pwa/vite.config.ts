import preact from '@preact/preset-vite'
import type { ManifestOptions } from 'vite-plugin-pwa'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Daymark',
  short_name: 'Daymark',
  description: 'What is next, what helps now, and what holds afterwards.',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  lang: 'en',
  dir: 'ltr',
  categories: ['health'],
  theme_color: '#faf6ef',
  background_color: '#faf6ef',
  icons: [
    { src: '/icons/any-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/any-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/monochrome-512.png', sizes: '512x512', type: 'image/png', purpose: 'monochrome' },
  ],
  shortcuts: [
    { name: 'Check in', url: '/check-in', icons: [{ src: '/icons/any-192.png', sizes: '192x192' }] },
    { name: 'Help', url: '/help', icons: [{ src: '/icons/any-192.png', sizes: '192x192' }] },
  ],
  screenshots: [
    { src: '/screenshots/today-narrow.png', sizes: '390x844', type: 'image/png', form_factor: 'narrow', label: 'Today' },
    { src: '/screenshots/caseload-wide.png', sizes: '1280x800', type: 'image/png', form_factor: 'wide', label: 'Caseload' },
  ],
}

/** Chunks that only staff need: built into their own folder, which the precache leaves out. */
const forStaff = (modules: readonly string[]): boolean =>
  modules.some((id) => /(^|\/)src\/(review|program)\//.test(id)) || (modules.length > 0 && modules.every((id) => /\/uplot\//i.test(id)))

export default defineConfig({
  base: '/',
  plugins: [
    preact({ devToolsEnabled: false }),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/worker',
      filename: 'worker.ts',
      registerType: 'prompt',
      injectRegister: null,
      includeManifestIcons: false,
      manifest,
      injectManifest: {
        globPatterns: ['index.html', 'assets/**/*.{js,css}', 'icons/mark.svg'],
        dontCacheBustURLsMatching: /^assets\//,
      },
    }),
  ],
  build: {
    modulePreload: { polyfill: false },
    // A data: address would need an exception in the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        chunkFileNames: (chunk) => `${forStaff(chunk.moduleIds) ? 'staff' : 'assets'}/[name]-[hash].js`,
        assetFileNames: (asset) => `${forStaff(asset.originalFileNames) ? 'staff' : 'assets'}/[name]-[hash][extname]`,
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
  preview: { proxy: { '/api': 'http://127.0.0.1:8000' } },
  test: { include: ['src/**/*.test.{ts,tsx}'], restoreMocks: true },
})
