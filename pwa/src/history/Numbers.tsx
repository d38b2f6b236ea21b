import { number } from '../shared/i18n'
import { language } from '../ui/words'
import { weekdayName } from './days'
import type { Line } from './lines'
import { bandAt } from './lines'
import { words } from './words'

/** What a chart is made of, the newest first. */
export function Numbers({ line }: { line: Line }) {
  const { numbers, day, value, called, calledAbout } = words.value.topics
  const isNamed = line.bands.length > 0
  const name = numbers(line.title)
  return (
    <details class="numbers">
      <summary>{name}</summary>
      {isNamed && <p class="quiet">{calledAbout}</p>}
      <div class="scroll" tabIndex={0} role="region" aria-label={name}>
        <table>
          <thead><tr><th scope="col">{day}</th><th scope="col">{value}</th>{isNamed && <th scope="col">{called}</th>}</tr></thead>
          <tbody>
            {line.points.toReversed().map((point, i) => (
              <tr key={i}>
                <th scope="row">{weekdayName(point.x)}</th>
                <td>{number(point.value, language.value)}</td>
                {isNamed && <td>{bandAt(line, point.value)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
