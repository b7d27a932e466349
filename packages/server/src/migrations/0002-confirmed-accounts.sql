-- Nobody is let into charts by one administrator alone. An account with a role that reads charts, or who read them, signs in once the clinic's lead confirmed it
-- under their own sign-in, after the person chose how to sign in and told the lead the code that only they were shown. docs/sign-in.md.
--
-- Accounts from before this rule stay as they are: whoever made them is not asked again.
alter table account
  add confirmed_by text,
  add confirmed_at timestamptz,
  add confirmation_code text,                        -- told to the lead by the person; null when nothing waits for it
  add check ((confirmed_by is null) = (confirmed_at is null)),
  add check (confirmed_at is null or confirmation_code is null);
update account set confirmed_by = '', confirmed_at = made_at;
