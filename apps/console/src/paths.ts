/** Every address of the console; nowhere else is one written. */
export const paths = {
  inbox: '/',
  matters: '/matters',
  matter: (id: string) => `/matters/${id}`,
  matterImport: '/matters/import',
  hotline: '/hotline',
  map: '/map',
  areas: '/areas',
  area: (id: string) => `/areas?id=${id}`,
  areaImport: '/areas/import',
  staff: '/staff',
  categories: '/categories',
  places: '/places',
  interop: '/interop',
  notices: '/notices',
  records: '/records',
  settings: '/settings',
  account: '/account',
} as const

export const BASE = '/console'
