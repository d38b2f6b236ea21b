import { catalog } from '../ui/words'

export const words = catalog(
  {
    title: 'Put it on your home screen',
    about: 'It opens like an app, and reminders are more reliable.',
    install: 'Add it now',
    ios: [
      'In Safari, tap the Share button: a square with an arrow.',
      'Scroll down and tap “Add to Home Screen”.',
      'Tap “Add”. Then open Daymark from your home screen.',
    ],
    android: ['Tap the ⋮ menu at the top.', 'Tap “Add to home screen” or “Install app”.'],
    firefoxAndroid: ['Tap the ⋮ menu.', 'Tap “Add app to Home screen”.'],
  },
  {
    title: 'Ponla en tu pantalla de inicio',
    about: 'Se abre como una app, y los recordatorios llegan mejor.',
    install: 'Agregar ahora',
    ios: [
      'En Safari, toca el botón Compartir: un cuadro con una flecha.',
      'Baja y toca “Agregar a pantalla de inicio”.',
      'Toca “Agregar”. Después abre Daymark desde tu pantalla de inicio.',
    ],
    android: ['Toca el menú ⋮ de arriba.', 'Toca “Agregar a la pantalla principal” o “Instalar app”.'],
    firefoxAndroid: ['Toca el menú ⋮.', 'Toca “Agregar la aplicación a la pantalla de inicio”.'],
  },
)
