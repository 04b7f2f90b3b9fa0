import { History, LayoutDashboard, type LucideIcon, Network, Settings2, ShieldCheck, Waypoints } from 'lucide-react'
import { links } from '../links.ts'

export type Section = {
  readonly href: string
  readonly label: string
  readonly icon: LucideIcon
  readonly keys: string
}

/** The places of the console, in the order of the rail; `keys` is the shortcut. */
export const sections: readonly Section[] = [
  { href: links.overview(), label: 'Overview', icon: LayoutDashboard, keys: 'g o' },
  { href: links.loadBalancers(), label: 'Load balancers', icon: Waypoints, keys: 'g l' },
  { href: links.certificates(), label: 'Certificates', icon: ShieldCheck, keys: 'g c' },
  { href: links.activity(), label: 'Activity', icon: History, keys: 'g a' },
  { href: links.networks(), label: 'Networks', icon: Network, keys: 'g n' },
  { href: links.settings(), label: 'Settings', icon: Settings2, keys: 'g s' },
]

export function isWithin(pathname: string, href: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)
}
