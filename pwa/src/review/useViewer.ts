import { me } from '../data/home'

/** How whoever is reading is called, as the server names who was first. */
export const useViewer = (): string | undefined => me.value?.called
