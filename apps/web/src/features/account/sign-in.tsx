import { useTranslations } from 'next-intl';
import { LocalSignIn } from '@/features/account/local-sign-in';
import { button } from '@/ui/button';

/** Failures that Auth.js names; everything else is one sentence. */
const KNOWN = ['OAuthAccountNotLinked', 'AccessDenied', 'Configuration'] as const;

/** Every way to sign in that this site offers. */
export function SignIn(props: {
  callbackUrl: string;
  providers: readonly { id: string; name: string; action: string }[];
  local: boolean;
  error?: string;
}) {
  const t = useTranslations('signIn');
  const problem = props.error && (KNOWN.find((one) => one === props.error) ?? 'other');
  return (
    <div className="page max-w-md pt-6 sm:pt-16">
      <h1 className="text-xl">{t('title')}</h1>
      <p className="mt-2 mb-8 text-soft text-pretty">{t('why')}</p>
      {problem && (
        <p role="alert" className="mb-6 rounded-control bg-sunken p-4">
          {t(`problems.${problem}`)}
        </p>
      )}
      <div className="grid gap-2">
        {props.providers.map(({ id, name, action }, index) => (
          <form key={id} method="post" action={action}>
            <input type="hidden" name="callbackUrl" value={props.callbackUrl} />
            <button type="submit" className={button(index === 0 ? 'main' : 'quiet', 'w-full')}>
              {t('with', { name })}
            </button>
          </form>
        ))}
      </div>
      {props.local && props.providers.length > 0 && <hr className="my-8 border-line" />}
      {props.local && <LocalSignIn callbackUrl={props.callbackUrl} />}
      {!props.local && props.providers.length === 0 && <p role="alert">{t('none')}</p>}
    </div>
  );
}
