import { catalog } from '../../ui/words'
import { en } from './en'
import { es } from './es'

export const words = catalog(en, es)
