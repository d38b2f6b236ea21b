import { words } from './words'
import { pointsOf } from './points'

const WIDTH = 300
const HEIGHT = 90

/** The numbers of a practice as words and as a small curve; nothing before there are two. */
export function Wave({ numbers }: { numbers: readonly number[] }) {
  if (numbers.length < 2) return null
  return (
    <figure class="wave">
      <svg viewBox={`-6 -6 ${WIDTH + 12} ${HEIGHT + 12}`} aria-hidden="true">
        <line x1="0" y1={HEIGHT} x2={WIDTH} y2={HEIGHT} />
        <polyline points={pointsOf(numbers, WIDTH, HEIGHT)} />
      </svg>
      <figcaption class="quiet">{words.value.wave}: {numbers.join(', ')}</figcaption>
    </figure>
  )
}
