"""Drives ELB v3 with openstacksdk: it signs in, finds the service elbv3 in the catalog, and keeps to its own ways with resources.

Open Telekom Cloud's extension of the SDK declares the same resources; as no package of it comes with the system, they are declared here.
"""

import sys
import time
import urllib.request

import openstack
from openstack import exceptions, proxy, resource, service_description

address, port = sys.argv[1], int(sys.argv[2])


class Elb(resource.Resource):
    allow_create = allow_fetch = allow_commit = allow_delete = allow_list = True
    _allow_unknown_attrs_in_body = True
    name = resource.Body("name")
    provisioning_status = resource.Body("provisioning_status")


class LoadBalancer(Elb):
    resource_key, resources_key, base_path = "loadbalancer", "loadbalancers", "/elb/loadbalancers"
    vip_address = resource.Body("vip_address")


class Listener(Elb):
    resource_key, resources_key, base_path = "listener", "listeners", "/elb/listeners"


class Pool(Elb):
    resource_key, resources_key, base_path = "pool", "pools", "/elb/pools"


class Member(Elb):
    resource_key, resources_key, base_path = "member", "members", "/elb/pools/%(pool_id)s/members"
    pool_id = resource.URI("pool_id")


class L7Policy(Elb):
    resource_key, resources_key, base_path = "l7policy", "l7policies", "/elb/l7policies"
    _query_mapping = resource.QueryParameters("listener_id", "name", "priority", "display_all_rules")
    action = resource.Body("action")
    description = resource.Body("description")
    listener_id = resource.Body("listener_id")
    priority = resource.Body("priority", type=int)
    rules = resource.Body("rules", type=list)


class L7Rule(Elb):
    resource_key, resources_key, base_path = "rule", "rules", "/elb/l7policies/%(l7policy_id)s/rules"
    l7policy_id = resource.URI("l7policy_id")
    # The SDK keeps the plain word for itself.
    rule_value = resource.Body("value")


class Proxy(proxy.Proxy):
    skip_discovery = True


def check(condition, what):
    if not condition:
        sys.exit("not so: " + what)


connection = openstack.connect()
connection.add_service(service_description.ServiceDescription("elbv3", {"3": Proxy}))
elb = connection.elbv3
check(elb.get_endpoint().endswith("/v3/" + connection.current_project_id), "the catalog has the project in the URL")
print("passed catalog")

subnet = connection.network.find_subnet("private-subnet")
balancer = elb._create(LoadBalancer, name="otc", vip_subnet_cidr_id=subnet.id)


def settled():
    for _ in range(300):
        if elb._get(LoadBalancer, balancer.id).provisioning_status == "ACTIVE":
            return
        time.sleep(0.1)
    sys.exit("the load balancer is not ACTIVE after 30 s")


listener = elb._create(
    Listener,
    name="web",
    loadbalancer_id=balancer.id,
    protocol="HTTP",
    protocol_port=8086,
    enhance_l7policy_enable=True,
)
pool = elb._create(Pool, loadbalancer_id=balancer.id, protocol="HTTP", lb_algorithm="ROUND_ROBIN")
elb._create(Member, pool_id=pool.id, address=address, protocol_port=port)

answering = {"status_code": "200", "message_body": "x"}
policy = elb._create(
    L7Policy,
    name="otc",
    listener_id=listener.id,
    action="FIXED_RESPONSE",
    priority=33,
    fixed_response_config=answering,
)
check(policy.provisioning_status == "ACTIVE" and policy.priority == 33, "the policy is ACTIVE")
check(elb._find(L7Policy, "otc").id == policy.id, "it is found by its name")
changed = elb._update(L7Policy, policy, description="new")
check((changed.description, changed.priority) == ("new", 33), "what is not sent stays")
print("passed policies")

rule = elb._create(L7Rule, l7policy_id=policy.id, type="PATH", compare_type="STARTS_WITH", rule_value="/x")
sending = elb._create(
    L7Policy,
    name="send",
    listener_id=listener.id,
    action="REDIRECT_TO_POOL",
    redirect_pool_id=pool.id,
    rules=[{"type": "METHOD", "compare_type": "EQUAL_TO", "conditions": [{"value": "GET"}]}],
)
check(sending.priority == 34, "the priority is the largest and one")
settled()
without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def asked(path):
    return without_proxy.open(f"http://{balancer.vip_address}:8086{path}", timeout=10).read().decode()


check((asked("/x"), asked("/y")) == ("x", "stable"), "the policies take what they are made for")
print("passed traffic")

pages = [one.id for one in elb._list(L7Policy, limit=1, listener_id=listener.id)]
check(pages == [policy.id, sending.id], "policies are listed in pages of one")
check([one.id for one in elb._list(L7Policy, name="send")] == [sending.id], "policies are filtered by name")
print("passed pages")

check(len(list(elb._list(L7Rule, l7policy_id=policy.id))) == 1, "rules are listed")
check(elb._update(L7Rule, rule, l7policy_id=policy.id, rule_value="/z").rule_value == "/z", "rules are updated")
elb._delete(L7Rule, rule, l7policy_id=policy.id)
check(list(elb._list(L7Rule, l7policy_id=policy.id)) == [], "rules are deleted")
print("passed rules")

for wrong in ({"priority": 10001}, {"priority": 34}, {"listener_id": "nobody"}):
    wish = {"listener_id": listener.id, "action": "FIXED_RESPONSE", "fixed_response_config": answering, **wrong}
    try:
        elb._create(L7Policy, **wish)
        sys.exit(f"{wrong} is taken")
    except exceptions.HttpException as refusal:
        check(refusal.status_code in (400, 404, 409), f"{wrong} is refused")
print("passed refusals")

for kind, one in ((L7Policy, policy), (L7Policy, sending), (Listener, listener), (Pool, pool), (LoadBalancer, balancer)):
    elb._delete(kind, one)
    check(elb._find(kind, one.id, ignore_missing=True) is None, f"{kind.__name__} is gone")
print("passed deletes")
