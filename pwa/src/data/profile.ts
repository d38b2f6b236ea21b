import { computed } from '@preact/signals'
import type { ProfileIn } from '../shared/wire'
import { device, home, me, said } from './home'

/** How whoever is signed in here wants to be addressed, with what was changed on this phone on top. */
export const profile = computed<ProfileIn | undefined>(() => said.value.profile ?? home.value?.person ?? me.value)

export const isStaff = computed(() => device.value !== undefined && device.value.role !== 'participant')
