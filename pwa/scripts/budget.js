// What the app costs a phone. Run after `npm run build`; fails when a limit is passed, or when pages would not open offline.
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

/** Those of a participant; staff's and the pages that want the network come later, if at all. */
const styles = () => files('.').filter((file) => file.endsWith('.css') && !/^(staff|assets\/online)\//.test(file))
const precached = () => all(read('worker.js').toString(), /\burl["']?:\s*["'`]([^"'`]+)["'`]/g)

/** A page that is kept must not need a file that is not: without a network it would not open. */
function keptIsWhole() {
  const kept = precached()
  const needed = kept.filter((file) => file.endsWith('.js')).flatMap((file) => [...follow(file, new Set())])
  const absent = [...new Set(needed)].filter((file) => !kept.includes(file))
  console.log(absent.length === 0 ? 'ok   precache: holds all that its scripts import' : `LOST precache: without ${absent.join(', ')}`)
  return absent.length === 0
}

/**
 * @param {string} name @param {string[]} list
 * @param {number} most in kB, gzipped: what a phone fetches
 */
function weigh(name, list, most) {
  if (list.length === 0) throw new Error(`${name}: nothing found in dist; has the build changed its shape?`)
  const raw = list.reduce((sum, file) => sum + read(file).length, 0) / kB
  const gzipped = list.reduce((sum, file) => sum + gzipSync(read(file), { level: 9 }).length, 0) / kB
  const fits = gzipped <= most
  console.log(`${fits ? 'ok  ' : 'OVER'} ${name}: ${gzipped.toFixed(1)} kB gzipped, ${raw.toFixed(1)} kB raw, limit ${most} kB gzipped (${list.length} files)`)
  return fits
}

const fits = [
  weigh('scripts at the start', startScripts(), 45),
  weigh('styles of a participant', styles(), 12),
  weigh('precache', precached(), 180),
  keptIsWhole(),
]
process.exitCode = fits.every(Boolean) ? 0 : 1
