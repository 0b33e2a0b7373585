import os, pytest
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
from datetime import timedelta
from playwright.sync_api import sync_playwright
from axe_playwright_python.sync_playwright import Axe
from talentbridge.contracts import services
from talentbridge.kernel.clock import now
from tests.contracts.make import case, evidence
from tests.factories.people import sign_in
from django.test import Client
from django.urls import reverse

@pytest.mark.django_db(transaction=True)
def test_shots(live_server):
    here=case()
    n=now()
    c=here.offered(at=n-timedelta(days=1))
    d=here.draft(at=n,overlap_hours=5,talent_country="IN")
    pages=[("draft","coordinator",reverse("contracts:detail",args=[d.pk])),("edit","coordinator",reverse("contracts:edit",args=[d.pk])),("compare","coordinator",reverse("contracts:detail",args=[d.pk])+"?compare=1")]
    other=case(); e=other.offered(at=n)
    f=case(); g=f.in_force(at=n-timedelta(hours=2)); services.seal(contract_id=g.pk,at=n)
    jobs=[(here,p) for p in pages]+[(other,("offered","talent",reverse("contracts:detail",args=[e.pk]))),(other,("sign","talent",reverse("contracts:sign",args=[e.pk]))),(other,("decline","company",reverse("contracts:decline",args=[e.pk]))),(f,("force","company",reverse("contracts:detail",args=[g.pk]))),(f,("list","company",reverse("contracts:list"))),(f,("verify","company",reverse("contracts:verify")))]
    bad=[]
    with sync_playwright() as p:
        b=p.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"])
        for cs,(name,who,url) in jobs:
            cl=sign_in(Client(),getattr(cs,who))
            for lang in ("ko","en"):
                for w in (1280,390):
                    ctx=b.new_context(viewport={"width":w,"height":900})
                    ctx.add_cookies([{"name":"sessionid","value":cl.cookies["sessionid"].value,"url":live_server.url},{"name":"language","value":lang,"url":live_server.url}])
                    pg=ctx.new_page(); r=pg.goto(live_server.url+url)
                    assert r.status==200,(name,r.status)
                    pg.screenshot(path=f"/tmp/ctr/s-{name}-{lang}-{w}.png",full_page=True)
                    over=pg.evaluate("document.documentElement.scrollWidth-document.documentElement.clientWidth")
                    if over>0: bad.append((name,lang,w,"overflow",over))
                    res=Axe().run(pg)
                    for v in res.response["violations"]: bad.append((name,lang,w,v["id"],[x["html"][:120] for x in v["nodes"][:3]]))
                    ctx.close()
        b.close()
    for x in bad: print(x)
