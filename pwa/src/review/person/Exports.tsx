import { words } from './words'

/** Links to everything somebody answered. `path` is where the files lie: of a person, or of the whole program. With
 * `medication` also to what they take, where they share it. */
export function Exports({ path, medication }: { path: string; medication?: boolean }) {
  const said = words.value.exports
  return (
    <section class="stack noprint">
      <h2>{said.title}</h2>
      <ul class="plain stack">
        <File href={`${path}/answers.csv`} name={said.csv} about={said.csvAbout} />
        <File href={`${path}/codebook.csv`} name={said.codebook} about={said.codebookAbout} />
        <File href={`${path}/fhir.json`} name={said.fhir} about={said.fhirAbout} />
        {medication && <File href={`${path}/medication.csv`} name={said.medication} about={said.medicationAbout} />}
      </ul>
      <p class="quiet">{said.part2}</p>
    </section>
  )
}

const File = ({ href, name, about }: { href: string; name: string; about: string }) => (
  <li><a class="file" href={href} download>{name}</a><br /><small>{about}</small></li>
)
