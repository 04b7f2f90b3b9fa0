// The layer 7 policies of the demo. One of them is dead, and a route test says so: moving it up is the first thing to try.

const shop = { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'shop.example' }

/** In their order; a pool is named by its name. */
export const policies = [
  {
    name: 'crawlers',
    description: 'Crawlers that do not keep to robots.txt.',
    action: 'REJECT',
    rules: [{ type: 'HEADER', key: 'User-Agent', compare_type: 'CONTAINS', value: 'GreedyBot' }],
  },
  {
    name: 'old-catalogue',
    description: 'Printed catalogues still name these addresses.',
    action: 'REDIRECT_PREFIX',
    redirect_prefix: 'http://archive.example',
    redirect_http_code: 301,
    rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/catalogue' }],
  },
  {
    name: 'canary',
    description: 'Whoever asks for it tries the next version.',
    action: 'REDIRECT_TO_POOL',
    redirect_pool: { name: 'next-version' },
    rules: [{ type: 'HEADER', key: 'X-Canary', compare_type: 'EQUAL_TO', value: 'on' }],
  },
  {
    name: 'api',
    action: 'REDIRECT_TO_POOL',
    redirect_pool: { name: 'api-servers' },
    rules: [shop, { type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' }],
  },
  {
    name: 'api-v2',
    description: 'Dead where it stands: "api" takes all of it first. Move it above.',
    action: 'REDIRECT_TO_POOL',
    redirect_pool: { name: 'next-version' },
    rules: [shop, { type: 'PATH', compare_type: 'STARTS_WITH', value: '/api/v2' }],
  },
  {
    name: 'orders-need-a-session',
    action: 'REDIRECT_TO_URL',
    redirect_url: 'http://login.example',
    redirect_http_code: 303,
    rules: [
      { type: 'PATH', compare_type: 'STARTS_WITH', value: '/orders' },
      { type: 'COOKIE', key: 'session', compare_type: 'CONTAINS', value: 's-', invert: true },
    ],
  },
  {
    name: 'closed-for-stocktaking',
    description: 'Switched on once a year.',
    action: 'REDIRECT_TO_URL',
    redirect_url: 'http://archive.example/closed',
    redirect_http_code: 302,
    admin_state_up: false,
    rules: [shop],
  },
]

/** What must stay true. `pool` is the name of the pool that must answer. */
export const routeTests = [
  { name: 'the shop answers', url: 'http://shop.example/', pool: 'web-servers' },
  { name: 'orders come from the API', url: 'http://shop.example/api/orders', pool: 'api-servers' },
  { name: 'API v2 is the next version', url: 'http://shop.example/api/v2/orders', pool: 'next-version' },
  {
    name: 'the canary header reaches the next version',
    url: 'http://shop.example/cart',
    headers: [['X-Canary', 'on']],
    pool: 'next-version',
  },
  {
    name: 'printed addresses still lead somewhere',
    url: 'http://shop.example/catalogue/lamps',
    expect: { kind: 'redirect', location: 'http://archive.example/catalogue/lamps', code: 301 },
  },
]

/** What the demo's clients ask for: the higher its weight the more often. */
export const asked = [
  { path: '/', weight: 5 },
  { path: '/cart', weight: 3 },
  { path: '/products/1', weight: 4 },
  { path: '/products/2', weight: 4 },
  { path: '/search?q=lamp', weight: 3 },
  { path: '/missing', weight: 1 },
  { path: '/api/orders', weight: 6 },
  { path: '/api/v2/orders', weight: 3 },
  { path: '/cart', headers: { 'x-canary': 'on' }, weight: 2 },
  { path: '/catalogue/lamps', weight: 2 },
  { path: '/orders', weight: 1 },
  { path: '/orders', headers: { cookie: 'session=s-4711' }, weight: 1 },
  { path: '/products/1', headers: { 'user-agent': 'GreedyBot/2.0' }, weight: 1 },
]
