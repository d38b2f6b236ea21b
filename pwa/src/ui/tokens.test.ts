import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** The two sides of a token: what `:root` says first is light, and the dark theme says it again. */
function sides(token: string): [string, string] {
  const [light, dark] = [...css.matchAll(new RegExp(`--${token}:\\s*(#\\w{6});`, 'g'))].map((found) => found[1])
  if (!light || !dark) throw new Error(`no color --${token}`)
  return [light, dark]
}

/** Relative luminance and contrast as in WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const text = [
  ['ink', 'paper'], ['ink', 'card'], ['ink', 'sunk'], ['ink', 'tint'], ['ink', 'dawn'],
  ['quiet', 'paper'], ['quiet', 'card'], ['quiet', 'sunk'], ['quiet', 'tint'], ['quiet', 'dawn'],
  ['accent', 'paper'], ['accent', 'card'], ['accent', 'tint'], ['accent', 'dawn'], ['on-accent', 'accent'],
  ['attend', 'paper'], ['attend', 'card'], ['attend', 'tint'],
] as const
const borders = [['edge', 'paper'], ['edge', 'card'], ['accent', 'paper'], ['accent', 'sunk']] as const

describe.each([['light', 0], ['dark', 1]] as const)('in the %s theme', (_theme, side) => {
  it.each(text)('%s can be read on %s', (ink, ground) => expect(contrast(sides(ink)[side], sides(ground)[side])).toBeGreaterThanOrEqual(4.5))
  it.each(borders)('%s can be seen on %s', (line, ground) => expect(contrast(sides(line)[side], sides(ground)[side])).toBeGreaterThanOrEqual(3))
})
