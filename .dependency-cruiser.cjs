// The layers of the house (docs/adr and README): imports go downwards only.
// A rule reads: what lies in `from` must not import what matches `to`. Tests may look wherever they like.
const layer = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.tsx?$' },
  to: { path: to },
})

/** The same, but types may cross: they are gone when the program runs. */
const layerOfValues = (name, from, to) => ({
  ...layer(name, from, to),
  to: { path: to, dependencyTypesNot: ['type-only'] },
})

const packageOf = (names) => `node_modules/(${names})(/|$)`
const nodeItself = '^(node:|(fs|net|http|https|crypto|child_process|os|path|stream|timers)(/|$))'

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere would make every other rule here blind to it.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },

    layer('model-stands-alone', '^model/', '^(app|components|facades|server|proxy-engine|prisma|scripts)/'),
    layer('model-knows-no-machine', '^model/', nodeItself),
    {
      name: 'model-imports-zod-and-ipaddr-only',
      severity: 'error',
      from: { path: '^model/', pathNot: '\\.(test|examples)\\.ts$' },
      to: { path: 'node_modules/', pathNot: packageOf('zod|ipaddr\\.js|model') },
    },

    layer(
      'compile-plan-simulate-are-pure',
      '^proxy-engine/src/(compile|plan|simulate)/',
      `^proxy-engine/(src/runtime|bin)/|${nodeItself}|${packageOf('pino')}`,
    ),
    layer(
      'engine-knows-no-server',
      '^proxy-engine/',
      `^(app|components|facades|server|prisma)/|${packageOf('next|react')}`,
    ),
    layer(
      'nobody-else-runs-the-proxy',
      '^(server|facades|app|components|model)/',
      '^proxy-engine/(src/runtime|bin|test)/',
    ),

    layer('server-knows-no-dialect', '^server/', `^(facades|app|components)/|${packageOf('react|react-dom')}`),
    layer('server-takes-the-pure-parts-of-the-engine', '^server/', '^proxy-engine/(?!src/(compile|plan|simulate)/)'),
    // The reference describes the others: it reads their tables, and none of them reads it.
    layer('facades-stand-apart', '^facades/(?!reference/)([^/]+)/', '^facades/(?!$1/|shared/)'),
    layer(
      'facades-translate-only',
      '^facades/',
      `^(app|components|proxy-engine)/|^server/store/|${packageOf('next|react|react-dom')}`,
    ),

    layer('only-the-store-knows-prisma', '^(?!server/store/|prisma/)', `^prisma/generated/|${packageOf('@prisma')}`),

    layerOfValues('components-call-the-public-api', '^components/', '^(server|facades)/'),
    layer('components-know-no-page', '^components/', '^app/'),
    layer('primitives-know-no-load-balancer', '^components/ui/', '^components/(?!ui/)|^model/(?!kit/|statuses)'),

    layer('pages-are-shells', '^app/', `^server/store/|^model/kit/|^prisma/|${packageOf('@prisma')}`),
    layer('tools-are-not-shipped', '^(app|components|facades|server|model|proxy-engine)/', '^(scripts|e2e)/'),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^prisma/generated', '^\\.next'] },
    exclude: { path: ['^proxy-engine/dist', '^\\.next', '^node_modules/\\.cache'] },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type-only imports are imports too: a layer that names another's types depends on it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
    },
  },
}
