import { computed } from '@preact/signals'
import type { ProfileIn } from '../shared/wire'
import { device, home, me, said } from './home'

/** How whoever is signed in here wants to be addressed and reached, with what was changed on this phone on top. */
export const profile = computed<ProfileIn | undefined>(() => home.value?.person ?? said.value.profile ?? me.value)

export const isStaff = computed(() => device.value !== undefined && device.value.role !== 'participant')
