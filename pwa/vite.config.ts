import preact from '@preact/preset-vite'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

const forStaff = /(^|\/)src\/(review|program)\/|\/src\/data\/intend\.ts/
/** What does nothing without the network. */
const online = /(^|\/)src\/(joining|devices|install|reminders\/(setup|email)|history|sessions\/address)\/|\/src\/data\/(joining|fetched)\.ts|\/src\/ui\/plot\.ts|\/uplot\/|^plot\.css$/i

/** What only comes once the page is there. */
const later = /\/src\/(data\/(silent|notifications)|shared\/wayBack|ui\/(useFirstWrong|useForm|Slider|Stepper|Rows|Weekdays))\.ts/

/** Which folder a chunk is built into: phones keep `assets/` itself, and neither what is below it nor staff's. */
function folderOf(modules: readonly string[]): string {
  const all = (kind: RegExp) => modules.length > 0 && modules.every((id) => kind.test(id))
  return all(forStaff) ? 'staff' : all(online) ? 'assets/online' : 'assets'
}

/** The start, and what several pages use, are one chunk: many small ones cost more in imports than they hold. */
const isStart = (id: string): boolean =>
  /\/node_modules\/|\/src\/(ui|data|shared)\/|\/src\/main\.tsx$/.test(id) && !forStaff.test(id) && !online.test(id) && !later.test(id) && !id.endsWith('/words/es.ts')

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
      manifest: false,
      injectManifest: {
        globPatterns: ['index.html', 'assets/*.{js,css}'],
        dontCacheBustURLsMatching: /^assets\//,
      },
    }),
  ],
  build: {
    // Of a page's scripts only the page itself is not there yet.
    modulePreload: { polyfill: false, resolveDependencies: (_file, scripts, { hostType }) => (hostType === 'html' ? scripts : []) },
    // A data: address would need an exception in the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        chunkFileNames: ({ moduleIds }) => `${folderOf(moduleIds)}/[name]-[hash].js`,
        // The style of a group has no file of its own: its name is the group's.
        assetFileNames: ({ originalFileNames, names }) => `${folderOf(originalFileNames.length > 0 ? originalFileNames : names)}/[name]-[hash][extname]`,
        codeSplitting: {
          groups: [
            { name: 'start', test: isStart },
            { name: 'exercises', test: /\/src\/exercises\// },
            { name: 'me', test: /\/src\/me\// },
            { name: 'plot', test: /\/src\/ui\/plot\.ts|\/uplot\// },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
  preview: { proxy: { '/api': 'http://127.0.0.1:8000' } },
  test: { include: ['src/**/*.test.{ts,tsx}'], restoreMocks: true },
})
