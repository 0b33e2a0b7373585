"""What must always be true of the ledger, said to PostgreSQL (15 or newer, no extension).

* an entry has exactly the legs it says, and each currency of it sums to zero (checked at commit, so that it may be
  built leg by leg; a leg that comes later is refused by the same check)
* a leg is in its account's currency
* a guarded account is never overdrawn, whoever writes
* nothing is ever changed, deleted or truncated
"""

from django.db import migrations

ENTRY_IS_WHOLE = """
create function ledger_entry_is_whole() returns trigger language plpgsql as $$
declare
    wanted uuid;
    found record;
begin
    if tg_table_name = 'ledger_entry' then wanted := new.id; else wanted := new.entry_id; end if;
    select coalesce(sum(legs), 0) as legs, coalesce(bool_or(balance <> 0), false) as uneven into found
    from (select count(*) as legs, sum(minor) as balance
          from ledger_leg where entry_id = wanted group by currency) as by_currency;
    if found.legs <> (select leg_count from ledger_entry where id = wanted) then
        raise exception 'ledger entry % has missing or extra legs', wanted using errcode = 'check_violation';
    end if;
    if found.uneven then
        raise exception 'ledger entry % does not balance', wanted using errcode = 'check_violation';
    end if;
    return null;
end;
$$;
create constraint trigger ledger_entry_is_whole after insert on ledger_entry
    deferrable initially deferred for each row execute function ledger_entry_is_whole();
create constraint trigger ledger_leg_leaves_its_entry_whole after insert on ledger_leg
    deferrable initially deferred for each row execute function ledger_entry_is_whole();
"""

LEG_IS_COVERED = """
create function ledger_leg_is_covered() returns trigger language plpgsql as $$
declare
    pot ledger_account;
    direction int;
begin
    select * into pot from ledger_account where id = new.account_id;
    direction := case when pot.kind in ('asset', 'expense') then 1 else -1 end;
    if pot.may_go_negative or new.minor * direction > 0 then
        return null;
    end if;
    -- `ledger.services.post` holds this lock already; anybody else queues here
    perform 1 from ledger_account where id = new.account_id for update;
    if (select sum(minor) * direction from ledger_leg where account_id = new.account_id) < 0 then
        raise exception 'ledger account % would be overdrawn', pot.code using errcode = 'check_violation';
    end if;
    return null;
end;
$$;
create constraint trigger ledger_leg_is_covered after insert on ledger_leg
    deferrable initially deferred for each row execute function ledger_leg_is_covered();
"""

UNDO = """
drop trigger ledger_entry_is_whole on ledger_entry;
drop trigger ledger_leg_leaves_its_entry_whole on ledger_leg;
drop trigger ledger_leg_is_covered on ledger_leg;
drop function ledger_entry_is_whole();
drop function ledger_leg_is_covered();
"""

OWN_CURRENCY = """
alter table ledger_leg add constraint leg_is_in_its_accounts_currency
    foreign key (account_id, currency) references ledger_account (id, currency);
"""

TABLES = ("ledger_account", "ledger_entry", "ledger_leg")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [
        migrations.RunSQL(ENTRY_IS_WHOLE + LEG_IS_COVERED, UNDO),
        migrations.RunSQL(
            OWN_CURRENCY, "alter table ledger_leg drop constraint leg_is_in_its_accounts_currency;"
        ),
        *(
            migrations.RunSQL(
                f"create trigger {table}_append_only before update or delete or truncate on {table} "
                "for each statement execute function append_only();",
                f"drop trigger {table}_append_only on {table};",
            )
            for table in TABLES
        ),
    ]
