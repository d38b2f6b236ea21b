import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { buttonTapped, closed, receive, subscriptionChanged, tapped } from './receive'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] }

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/(api|healthz|metrics)(\/|$|\?)/, /^\/calendar\/[^/]+\.ics/] }))

// Without this the pages of the very first visit would work offline only after a reload.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting())
})

self.addEventListener('push', (event) => event.waitUntil(receive(self, event, new Date())))

self.addEventListener('notificationclick', (event) =>
  event.waitUntil(event.action ? buttonTapped(event.notification, event.action, new Date()) : tapped(self, event.notification, new Date())),
)

self.addEventListener('notificationclose', (event) => event.waitUntil(closed(self, event.notification, new Date())))

self.addEventListener('pushsubscriptionchange', (event) => (event as ExtendableEvent).waitUntil(subscriptionChanged(self, Notification.permission)))
