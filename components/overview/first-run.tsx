import { Plus } from 'lucide-react'
import Link from 'next/link'
import { links } from '../links.ts'
import { Button } from '../ui/button.tsx'
import { TeachingPicture } from './teaching-picture.tsx'

const words = [
  { word: 'Load balancer', meaning: 'An address that clients connect to. Everything else stands behind it.' },
  { word: 'Listener', meaning: 'A port of that address and what is spoken there: HTTP on 80, say.' },
  { word: 'Pool', meaning: 'The members that share the work of a listener, and how it is shared.' },
  { word: 'Member', meaning: 'One of your servers: an address, a port and a weight.' },
  {
    word: 'Health monitor',
    meaning: 'Asks each member again and again whether it works, and keeps traffic from those that do not.',
  },
] as const

/** What a person sees before there is anything: five words, a picture, and one thing to do. */
export function FirstRun() {
  return (
    <section className="mx-auto grid max-w-200 justify-items-center gap-8 py-8" aria-labelledby="first-run">
      <div className="grid gap-1 text-center">
        <h1 id="first-run" className="font-semibold text-title">
          Put your first service behind a load balancer
        </h1>
        <p className="text-muted">Five words are all there is to know. Two minutes from here to live traffic.</p>
      </div>
      <TeachingPicture />
      <dl className="grid w-full gap-x-6 gap-y-4 sm:grid-cols-5">
        {words.map(({ word, meaning }) => (
          <div key={word}>
            <dt className="font-medium">{word}</dt>
            <dd className="text-caption text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
      <Button look="primary" asChild>
        <Link href={links.newLoadBalancer()}>
          <Plus aria-hidden />
          Create load balancer
        </Link>
      </Button>
    </section>
  )
}
