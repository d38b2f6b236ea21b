// Draws every icon of the app from public/icons/mark.svg with a Chromium (CHROMIUM names another than the system's).
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const icons = fileURLToPath(new URL('../public/icons/', import.meta.url))
const mark = readFileSync(join(icons, 'mark.svg'), 'utf8')
const scratch = mkdtempSync(join(tmpdir(), 'daymark-icons-'))

// The platform cuts these to its own shape, so they reach every edge.
const square = mark.replace(' rx="112"', '')
const maskable = square.replace('<g id="mark"', '<g id="mark" transform="translate(51 51) scale(.8)"')
// Only the alpha channel counts in a monochrome icon.
const monochrome = mark.replace(/<rect id="ground"[^>]*>/, '').replace('fill="#f6dfc4"', 'fill="#faf6ef"')

/** @param {string} name @param {number} size in pixels @param {string} svg */
function draw(name, size, svg) {
  const page = join(scratch, `${name}.html`)
  const sized = svg.replace('<svg ', `<svg width="${size}" height="${size}" `)
  writeFileSync(page, `<!doctype html><style>body{margin:0}svg{display:block}</style>${sized}`)
  execFileSync(process.env['CHROMIUM'] ?? 'chromium', [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', `--user-data-dir=${join(scratch, 'profile')}`, '--hide-scrollbars',
    '--default-background-color=00000000', '--force-device-scale-factor=1', `--window-size=${size},${size}`,
    `--screenshot=${join(icons, `${name}.png`)}`, pathToFileURL(page).href,
  ], { stdio: 'ignore' })
}

draw('any-192', 192, mark)
draw('any-512', 512, mark)
draw('maskable-512', 512, maskable)
draw('monochrome-512', 512, monochrome)
draw('apple-touch-180', 180, square)
rmSync(scratch, { recursive: true })
