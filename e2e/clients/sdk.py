"""Creates, reads, updates, lists with filters and pages, and deletes every kind of resource with openstacksdk."""

import sys
from concurrent.futures import ThreadPoolExecutor

import openstack
from openstack import exceptions

connection = openstack.connect()
balancing = connection.load_balancer
network = connection.network


def check(condition, what):
    if not condition:
        sys.exit("not so: " + what)


def ready(load_balancer):
    return balancing.wait_for_load_balancer(load_balancer.id, interval=0.1, wait=30)


def gone(find, *ids):
    try:
        return find(*ids, ignore_missing=True) is None
    except exceptions.ResourceNotFound:
        return True


def exercise(kind, create, update, find, listing, changes):
    """One life of a resource: made, found by name and id, changed, listed in pages, and by what was changed."""
    made = [create(f"{kind}-{number}") for number in range(3)]
    for one in made:
        found = find(one.name)
        check(found is not None and found.id == one.id, f"{kind} {one.name} is found by its name")
    changed = update(made[0], **changes)
    for name, value in changes.items():
        check(getattr(changed, name) == value, f"{kind}.{name} is {value!r}, not {getattr(changed, name)!r}")
    pages = [one.id for one in listing(limit=1)]
    check({one.id for one in made} <= set(pages), f"{kind}s are listed in pages of one")
    check(len(pages) == len(set(pages)), f"no {kind} is listed twice")
    filtered = [one.id for one in listing(name=made[1].name)]
    check(filtered == [made[1].id], f"{kind}s are filtered by name")
    print("passed", kind)
    return made


subnet = network.find_subnet("private-subnet")
tagged = {"description": "from the SDK", "tags": ["sdk"]}
load_balancers = exercise(
    "load-balancer",
    lambda name: ready(balancing.create_load_balancer(name=name, vip_subnet_id=subnet.id)),
    balancing.update_load_balancer,
    balancing.find_load_balancer,
    balancing.load_balancers,
    tagged,
)
main = ready(load_balancers[0])
check([one.id for one in balancing.load_balancers(tags="sdk")] == [main.id], "load balancers are filtered by tag")
check([one.id for one in balancing.load_balancers(vip_address=main.vip_address)] == [main.id], "and by address")

ports = iter(range(8100, 8200))
listeners = exercise(
    "listener",
    lambda name: balancing.create_listener(
        name=name, load_balancer_id=main.id, protocol="HTTP", protocol_port=next(ports)
    ),
    balancing.update_listener,
    balancing.find_listener,
    balancing.listeners,
    {"connection_limit": 100, "insert_headers": {"X-Forwarded-For": "true"}, "allowed_cidrs": ["127.0.0.0/8"]},
)
pools = exercise(
    "pool",
    lambda name: balancing.create_pool(
        name=name, loadbalancer_id=main.id, protocol="HTTP", lb_algorithm="ROUND_ROBIN"
    ),
    balancing.update_pool,
    balancing.find_pool,
    balancing.pools,
    {"lb_algorithm": "LEAST_CONNECTIONS", "description": "from the SDK"},
)
pool = pools[0]
addresses = iter(range(1, 200))
members = exercise(
    "member",
    lambda name: balancing.create_member(pool, name=name, address=f"127.0.0.{next(addresses)}", protocol_port=80),
    lambda one, **changes: balancing.update_member(one, pool, **changes),
    lambda name: balancing.find_member(name, pool),
    lambda **query: balancing.members(pool, **query),
    {"weight": 7, "backup": True},
)
monitors = [
    balancing.create_health_monitor(name=f"monitor-{at}", pool_id=one.id, type="HTTP", delay=5, timeout=2, max_retries=3)
    for at, one in enumerate(pools)
]
check(balancing.find_health_monitor("monitor-1").id == monitors[1].id, "health monitors are found")
check(balancing.update_health_monitor(monitors[0], url_path="/up").url_path == "/up", "health monitors are updated")
check(len(list(balancing.health_monitors(pool_id=pool.id))) == 1, "health monitors are filtered by pool")
check(len(list(balancing.health_monitors(limit=1))) == 3, "health monitors are listed in pages")
print("passed health monitor")

policies = exercise(
    "policy",
    lambda name: balancing.create_l7_policy(
        name=name, listener_id=listeners[0].id, action="REDIRECT_TO_POOL", redirect_pool_id=pool.id
    ),
    balancing.update_l7_policy,
    balancing.find_l7_policy,
    balancing.l7_policies,
    {"position": 3, "description": "from the SDK"},
)
policy = policies[0]
rules = [
    balancing.create_l7_rule(policy, type="PATH", compare_type="STARTS_WITH", value=f"/{at}") for at in range(3)
]
check(balancing.get_l7_rule(rules[0], policy).rule_value == "/0", "rules are read")
check(balancing.update_l7_rule(rules[0], policy, invert=True).invert is True, "rules are updated")
check(len(list(balancing.l7_rules(policy, limit=1))) == 3, "rules are listed in pages")
check([one.id for one in balancing.l7_rules(policy, invert=True)] == [rules[0].id], "rules are filtered")
print("passed rule")

statistics = balancing.get_load_balancer_statistics(main.id)
check(statistics.total_connections == 0, "statistics are read")
check(balancing.get_listener_statistics(listeners[0].id).bytes_in == 0, "statistics of listeners are read")
check([one.name for one in balancing.providers()] == ["fulcrum"], "providers are listed")

profiles = exercise(
    "flavor profile",
    lambda name: balancing.create_flavor_profile(name=name, provider_name="fulcrum", flavor_data="{}"),
    balancing.update_flavor_profile,
    balancing.find_flavor_profile,
    balancing.flavor_profiles,
    {"name": "flavor profile-renamed"},
)
flavors = exercise(
    "flavor",
    lambda name: balancing.create_flavor(name=name, flavor_profile_id=profiles[1].id, is_enabled=True),
    balancing.update_flavor,
    balancing.find_flavor,
    balancing.flavors,
    {"description": "from the SDK", "is_enabled": False},
)
for one in flavors:
    balancing.delete_flavor(one)
for one in profiles:
    balancing.delete_flavor_profile(one)
check(list(balancing.flavors()) == [] == list(balancing.flavor_profiles()), "flavors and their profiles are deleted")

zone_profile = balancing.create_availability_zone_profile(
    name="zone profile", provider_name="fulcrum", availability_zone_data="{}"
)
zone = balancing.create_availability_zone(name="zone", availability_zone_profile_id=zone_profile.id)
# This release looks for an id, which zones do not have: they are known by their names.
check(balancing.update_availability_zone(zone.name, description="SDK").description == "SDK", "zones are updated")
check([one.name for one in balancing.availability_zones(name="zone")] == ["zone"], "zones are filtered")
balancing.delete_availability_zone(zone.name)
balancing.delete_availability_zone_profile(zone_profile)
check(list(balancing.availability_zones()) == [], "zones are deleted")
print("passed availability zone")

project = connection.current_project_id
check(balancing.get_quota_default().load_balancers is not None, "the default quotas are read")
check(balancing.update_quota(project, load_balancers=50).load_balancers == 50, "quotas are updated")
check([one.load_balancers for one in balancing.quotas()] == [50], "quotas are listed")
balancing.delete_quota(project)
check(list(balancing.quotas()) == [], "quotas are reset")
print("passed quota")

amphorae = list(balancing.amphorae())
check(len(amphorae) > 0, "engines are listed as amphorae")
check(balancing.get_amphora(amphorae[0].id).id == amphorae[0].id, "an engine is read as an amphora")
balancing.failover_load_balancer(main.id)
ready(main)
print("passed amphora")

public = network.find_network("public-net")
floating = network.create_ip(floating_network_id=public.id, description="from the SDK")
check(network.update_ip(floating, port_id=main.vip_port_id).fixed_ip_address == main.vip_address, "it is associated")
check(network.find_ip(floating.floating_ip_address).status == "ACTIVE", "it is found by its address")
check([one.id for one in network.ips(port_id=main.vip_port_id)] == [floating.id], "it is filtered by port")
check(network.get_port(main.vip_port_id).fixed_ips[0]["ip_address"] == main.vip_address, "the port holds the VIP")
network.delete_ip(floating)
check(gone(network.find_ip, floating.id), "the floating IP is deleted")
own = network.create_network(name="sdk-network")
made = network.create_subnet(name="sdk-subnet", network_id=own.id, cidr="192.168.77.0/24", ip_version=4)
check(network.update_subnet(made, name="sdk-renamed").name == "sdk-renamed", "subnets are renamed")
check([one.id for one in network.subnets(network_id=own.id)] == [made.id], "subnets are filtered")
network.delete_subnet(made)
network.delete_network(own)
check(gone(network.find_network, "sdk-network"), "networks are deleted")
print("passed network")


def client(number):
    """One of twenty: a session and a token of its own, and three changes of the same load balancer."""
    own = openstack.connect().load_balancer
    one = own.create_member(pools[1], name=f"parallel-{number}", address=f"127.0.1.{number}", protocol_port=80)
    own.update_member(one, pools[1], weight=number)
    own.create_listener(
        name=f"parallel-{number}", load_balancer_id=main.id, protocol="TCP", protocol_port=8200 + number
    )


with ThreadPoolExecutor(20) as clients:
    list(clients.map(client, range(1, 21)))
weights = sorted(one.weight for one in balancing.members(pools[1]))
check(weights == list(range(1, 21)), "twenty clients change one load balancer at the same time")
print("passed twenty clients")

# What is deleted is listed as PENDING_DELETE until the data plane has let go of it.
for one in rules:
    balancing.delete_l7_rule(one, policy)
for one in policies:
    balancing.delete_l7_policy(one)
ready(main)
check(gone(balancing.find_l7_policy, policy.id), "policies are deleted")
for one in monitors:
    balancing.delete_health_monitor(one)
for one in members:
    balancing.delete_member(one, pool)
ready(main)
check(list(balancing.members(pool)) == [], "members are deleted")
for one in pools:
    balancing.delete_pool(one)
for one in listeners:
    balancing.delete_listener(one)
ready(main)
check(gone(balancing.find_listener, listeners[0].id), "listeners are deleted")
for one in load_balancers:
    balancing.delete_load_balancer(one, cascade=True)
print("passed deletes")
