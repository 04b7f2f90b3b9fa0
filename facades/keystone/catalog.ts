/** The services of this installation as Keystone's catalog names them, with the place where each is mounted. */
const services = [
  { type: 'load-balancer', name: 'octavia', path: '/load-balancer' },
  // Without a version: older clients append /v2.0 themselves.
  { type: 'network', name: 'neutron', path: '/network' },
  { type: 'identity', name: 'keystone', path: '/identity' },
  { type: 'key-manager', name: 'barbican', path: '/key-manager' },
  // Huawei Cloud's API has the project in its paths.
  { type: 'elbv3', name: 'elbv3', path: '/v3/{project_id}' },
] as const

const interfaces = ['public', 'internal', 'admin'] as const

/** There is one region; clients that ask for one by name expect OpenStack's usual. */
const region = 'RegionOne'

/** Every endpoint under the origin that the client itself used, so that it works through any proxy in between. */
export function catalogOf(origin: string, project_id: string): object[] {
  return services.map(({ type, name, path }) => ({
    id: name,
    type,
    name,
    endpoints: interfaces.map((one) => ({
      id: `${name}-${one}`,
      interface: one,
      region,
      region_id: region,
      url: `${origin}${path.replace('{project_id}', project_id)}`,
    })),
  }))
}
