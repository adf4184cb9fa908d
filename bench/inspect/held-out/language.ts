import { type Case, told } from '../corpus/case.ts';

/* Held out: written before the detector was tuned, and measured only. */
const texts: readonly (readonly [kinds: readonly string[], text: string])[] = [
  [
    ['english'],
    'Yesterday I tried to log in with my new phone, and all it did was show an empty page.',
  ],
  [['english'], 'Write three slogans for a bakery that opens early.'],
  [['english'], 'Why is my build failing on the CI server but not locally?'],
  [
    ['german'],
    'Gestern wollte ich mich mit meinem neuen Telefon anmelden, doch es erschien nur eine leere Seite.',
  ],
  [['german'], 'Schreibe drei Werbesprüche für eine Bäckerei, die früh öffnet.'],
  [['german'], 'Übersetze den folgenden Text ins Englische und kürze ihn auf die Hälfte.'],
  [
    ['french'],
    "Hier, j'ai essayé de me connecter avec mon nouveau téléphone, mais la page était vide.",
  ],
  [['french'], 'Écris trois slogans pour une boulangerie qui ouvre tôt le matin.'],
  [['spanish'], 'Ayer intenté entrar con mi teléfono nuevo y solo apareció una página vacía.'],
  [['spanish'], 'Escribe tres lemas para una panadería que abre temprano.'],
  [['italian'], 'Ieri ho provato ad accedere con il mio nuovo telefono, ma la pagina era vuota.'],
  [['italian'], 'Scrivi tre slogan per una panetteria che apre presto.'],
  [
    ['portuguese'],
    'Ontem tentei entrar com o meu telefone novo, mas só apareceu uma página vazia.',
  ],
  [['portuguese'], 'Escreva três frases para uma padaria que abre cedo.'],
  [
    ['dutch'],
    'Gisteren probeerde ik met mijn nieuwe telefoon in te loggen, maar de pagina bleef leeg.',
  ],
  [['dutch'], 'Schrijf drie slogans voor een bakkerij die vroeg opengaat.'],
  [['swedish'], 'I går försökte jag logga in med min nya telefon, men sidan var tom.'],
  [
    ['danish'],
    'I går prøvede jeg at logge ind med min nye telefon, men siden var tom, og der skete ikke noget.',
  ],
  [
    ['norwegian'],
    'I går prøvde jeg å logge inn med den nye telefonen min, men siden var tom, og ingenting skjedde etter det.',
  ],
  [
    ['finnish'],
    'Eilen yritin kirjautua uudella puhelimella, mutta sivu oli tyhjä ja mitään ei tapahtunut.',
  ],
  [['polish'], 'Wczoraj próbowałem zalogować się nowym telefonem, ale strona była pusta.'],
  [['polish'], 'Napisz trzy hasła dla piekarni, która otwiera się wcześnie.'],
  [['czech'], 'Včera jsem se zkoušel přihlásit z nového telefonu, ale stránka zůstala prázdná.'],
  [
    ['hungarian'],
    'Tegnap megpróbáltam belépni az új telefonommal, de csak egy üres oldal jelent meg.',
  ],
  [['romanian'], 'Ieri am încercat să intru cu telefonul meu nou, dar pagina era goală.'],
  [
    ['turkish'],
    'Dün yeni telefonumla giriş yapmaya çalıştım ama sayfa boş kaldı ve bir şey olmadı.',
  ],
  [
    ['indonesian'],
    'Kemarin saya mencoba masuk dengan telepon baru saya, tetapi halaman itu kosong.',
  ],
  [['vietnamese'], 'Hôm qua tôi thử đăng nhập bằng điện thoại mới nhưng trang web trống.'],
  [['russian'], 'Вчера я попробовал войти с нового телефона, но страница осталась пустой.'],
  [['ukrainian'], 'Вчора я спробував увійти з нового телефону, але сторінка залишилася порожньою.'],
  [
    ['bulgarian'],
    'Вчера опитах да вляза с новия си телефон, но страницата остана празна и нищо не се случи.',
  ],
  [['greek'], 'Χθες προσπάθησα να συνδεθώ με το νέο μου τηλέφωνο.'],
  [['arabic'], 'حاولت أمس تسجيل الدخول بهاتفي الجديد لكن الصفحة كانت فارغة.'],
  [['persian'], 'دیروز سعی کردم با گوشی جدیدم وارد شوم ولی صفحه خالی بود.'],
  [['hebrew'], 'אתמול ניסיתי להתחבר עם הטלפון החדש שלי, והדף היה ריק.'],
  [['hindi'], 'कल मैंने अपने नए फ़ोन से लॉग इन करने की कोशिश की, पर पेज खाली था।'],
  [['thai'], 'เมื่อวานฉันพยายามเข้าสู่ระบบด้วยโทรศัพท์เครื่องใหม่'],
  [['chinese'], '昨天我用新手机登录，可是页面是空的。'],
  [['japanese'], '昨日、新しい電話でログインしようとしましたが、ページは空でした。'],
  [['korean'], '어제 새 전화기로 로그인하려고 했지만 페이지가 비어 있었습니다.'],
  [[], 'lol'],
  [[], 'ERR_CONNECTION_REFUSED at 10.0.0.1:443'],
  [[], 'Anna Schmidt, Berlin, +49 30 1234567'],
  [[], 'for (int i = 0; i < n; i++) { sum += a[i]; }'],
  [[], 'Q1 Q2 Q3 Q4 2024 2025 EUR USD'],
  [[], '{"sku":"A-1042","count":12,"weight":3.5}'],
];

/** Nobody tunes on these. */
export function listHeldOutLanguages(): readonly Case[] {
  return texts.map(([kinds, text]) => told(text, kinds));
}
