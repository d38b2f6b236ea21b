// What the start of the app costs. Run after `npm run build`; fails when a limit is passed.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const kB = 1000

/** @param {string} file */
const read = (file) => readFileSync(join(dist, file))

/** @param {string} text @param {RegExp} pattern @returns {string[]} */
const all = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')

/** The chunk and every chunk it imports statically. @param {string} file @param {Set<string>} seen */
function follow(file, seen) {
  if (seen.has(file)) return seen
  seen.add(file)
  const imports = all(read(file).toString(), /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+)["']/g)
  for (const next of imports) follow(normalize(join(dirname(file), next)), seen)
  return seen
}

function startScripts() {
  const page = read('index.html').toString()
  const first = [...all(page, /<script[^>]+src="\/([^"]+)"/g), ...all(page, /<link[^>]+modulepreload[^>]+href="\/([^"]+)"/g)]
  return [...first.reduce((seen, file) => follow(file, seen), new Set())]
}

/** @param {string} folder @returns {string[]} */
const files = (folder) =>
  readdirSync(join(dist, folder)).flatMap((name) => {
    const file = join(folder, name)
    return statSync(join(dist, file)).isDirectory() ? files(file) : [file]
  })

const styles = () => files('.').filter((file) => file.endsWith('.css'))
const precached = () => all(read('worker.js').toString(), /\burl["']?:\s*["'`]([^"'`]+)["'`]/g)

/** @param {string} name @param {string[]} list @param {number} limit gzipped, in kB */
function weigh(name, list, limit) {
  if (list.length === 0) throw new Error(`${name}: nothing found in dist; has the build changed its shape?`)
  const raw = list.reduce((sum, file) => sum + read(file).length, 0) / kB
  const gzipped = list.reduce((sum, file) => sum + gzipSync(read(file), { level: 9 }).length, 0) / kB
  const fits = gzipped <= limit
  const numbers = `${gzipped.toFixed(1)} kB gzipped, ${raw.toFixed(1)} kB raw, limit ${limit} kB gzipped`
  console.log(`${fits ? 'ok  ' : 'OVER'} ${name}: ${numbers} (${list.length} files)`)
  return fits
}

const fits = [
  weigh('scripts at the start', startScripts(), 45),
  weigh('all styles', styles(), 12),
  weigh('precache', precached(), 180),
]
process.exitCode = fits.every(Boolean) ? 0 : 1
