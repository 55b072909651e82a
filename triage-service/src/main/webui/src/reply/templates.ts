import { spoken } from '../words/say';
import { SOURCE_LANGUAGES, type SourceLanguage } from '../words/words';

/** First words for an answer, in the languages of the source's pages. Staff change them as the case needs. */
export const TEMPLATE_NAMES = spoken({
  read: 'reply.weHaveReadIt',
  more: 'reply.weNeedToKnowMore',
  danger: 'reply.youMayBeInDanger',
  discreet: 'reply.weTellNoOneWithout',
  closing: 'reply.weHaveFinished',
});

export type Template = keyof typeof TEMPLATE_NAMES;

/** Marks a gap that the member must fill in a template; an answer that still has it is not sent. */
export const GAP = '[…]';

export const TEMPLATES: Record<SourceLanguage, Record<Template, string>> = {
  en: {
    read: 'We have read what you sent. We are looking into it and will write here again. We cannot say yet what will come of it. You need to do nothing for us now.',
    more: 'Thank you. To go on we need to know one thing more: […]. Answer here only if it is safe for you. Do not look for new evidence for us.',
    danger:
      'From what you wrote, you may be in danger. Please do this now: […]. If somebody is at your door, first call people near you whom you trust: we do not read messages all the time. If this device may be watched, use another one.',
    discreet:
      'Unless you allow it, we tell nobody what you wrote, or that you wrote to us. Only if a life depends on it, two of us may say that somebody is in danger, but nothing of what you wrote. You can take your permission back on this page at any time. What has been told already cannot be taken back: we can only ask for it to be deleted.',
    closing:
      'We have finished with what you sent: […]. You can write here for some time yet. Keep your receipt. If you want nothing to stay, delete everything on this page.',
  },
  az: {
    read: 'Göndərdiyinizi oxuduq. Araşdırırıq və burada yenidən yazacağıq. Bundan nə çıxacağını hələ deyə bilmirik. Hazırda bizim üçün heç nə etməyiniz lazım deyil.',
    more: 'Təşəkkür edirik. Davam etmək üçün bir şeyi də bilməliyik: […]. Yalnız sizin üçün təhlükəsizdirsə, burada cavab yazın. Bizim üçün yeni sübut axtarmayın.',
    danger:
      'Yazdıqlarınızdan belə görünür ki, təhlükədə ola bilərsiniz. Xahiş edirik, indi bunu edin: […]. Kimsə qapınızdadırsa, əvvəlcə yaxındakı etibar etdiyiniz adamları çağırın: biz mesajları fasilələrlə oxuyuruq. Bu cihaz izlənə bilərsə, başqasından istifadə edin.',
    discreet:
      'Siz icazə vermədikcə nə yazdığınızı, nə də bizə yazdığınızı heç kimə demirik. Yalnız həyat bundan asılıdırsa, ikimiz kiminsə təhlükədə olduğunu deyə bilərik, amma yazdığınızdan heç nə. İcazənizi bu səhifədə istənilən vaxt geri götürə bilərsiniz. Artıq deyilmiş olan geri qaytarılmır: yalnız silinməsini xahiş edə bilərik.',
    closing:
      'Göndərdiyinizlə bağlı işimizi bitirdik: […]. Bir müddət hələ burada yaza bilərsiniz. Gizli kodunuzu saxlayın. Heç nə qalmasın istəyirsinizsə, bu səhifədə hər şeyi silin.',
  },
  ru: {
    read: 'Мы прочитали то, что вы прислали. Мы этим занимаемся и ещё напишем сюда. Что из этого выйдет, пока сказать не можем. Сейчас нам от вас ничего не нужно.',
    more: 'Спасибо. Чтобы двигаться дальше, нам нужно знать ещё одно: […]. Отвечайте здесь, только если это для вас безопасно. Не ищите для нас новых доказательств.',
    danger:
      'Судя по тому, что вы написали, вам может грозить опасность. Пожалуйста, сделайте сейчас вот что: […]. Если кто-то уже у вашей двери, сначала зовите тех, кто рядом и кому вы доверяете: сообщения мы читаем не постоянно. Если за этим устройством могут следить, возьмите другое.',
    discreet:
      'Без вашего разрешения мы никому не говорим ни что вы написали, ни что вы нам писали. Только если от этого зависит жизнь, двое из нас могут сообщить, что кто-то в опасности, но ничего из того, что вы написали. Разрешение можно отозвать на этой странице в любое время. То, что уже сообщено, вернуть нельзя: мы можем только попросить это удалить.',
    closing:
      'Мы закончили работу с тем, что вы прислали: […]. Некоторое время сюда ещё можно писать. Сохраните секретный код. Если хотите, чтобы ничего не осталось, удалите всё на этой странице.',
  },
  tr: {
    read: 'Gönderdiğinizi okuduk. Üzerinde çalışıyoruz ve buraya yeniden yazacağız. Bundan ne çıkacağını henüz söyleyemeyiz. Şu anda bizim için bir şey yapmanız gerekmiyor.',
    more: 'Teşekkür ederiz. Devam edebilmek için bir şeyi daha bilmemiz gerekiyor: […]. Yalnızca sizin için güvenliyse buradan yanıt verin. Bizim için yeni kanıt aramayın.',
    danger:
      'Yazdıklarınıza göre tehlikede olabilirsiniz. Lütfen şimdi şunu yapın: […]. Kapınızda biri varsa önce yakınınızda güvendiğiniz insanları çağırın: mesajları sürekli okumuyoruz. Bu cihaz izleniyor olabilirse başka bir cihaz kullanın.',
    discreet:
      'Siz izin vermedikçe ne yazdığınızı da bize yazdığınızı da kimseye söylemeyiz. Yalnızca bir hayat buna bağlıysa ikimiz birinin tehlikede olduğunu söyleyebiliriz, ama yazdıklarınızdan hiçbir şey söyleyemeyiz. İzninizi bu sayfada istediğiniz zaman geri alabilirsiniz. Söylenmiş olan geri alınamaz: yalnızca silinmesini isteyebiliriz.',
    closing:
      'Gönderdiğinizle ilgili işimizi bitirdik: […]. Bir süre daha buraya yazabilirsiniz. Gizli kodunuzu saklayın. Hiçbir şey kalmasın isterseniz bu sayfada her şeyi silin.',
  },
  fa: {
    read: 'آنچه را فرستادید خواندیم. روی آن کار می‌کنیم و دوباره همین‌جا می‌نویسیم. هنوز نمی‌توانیم بگوییم نتیجه چه می‌شود. فعلاً لازم نیست برای ما کاری بکنید.',
    more: 'سپاسگزاریم. برای ادامه باید یک چیز دیگر را هم بدانیم: […]. فقط اگر برایتان امن است همین‌جا پاسخ دهید. برای ما دنبال مدرک تازه نگردید.',
    danger:
      'از نوشته‌تان برمی‌آید که ممکن است در خطر باشید. لطفاً همین حالا این کار را بکنید: […]. اگر کسی پشت در است، اول کسانی را در نزدیکی خود که به آن‌ها اعتماد دارید خبر کنید: ما پیام‌ها را پیوسته نمی‌خوانیم. اگر ممکن است این دستگاه زیر نظر باشد، از دستگاه دیگری استفاده کنید.',
    discreet:
      'تا شما اجازه ندهید، به هیچ‌کس نمی‌گوییم چه نوشته‌اید و نمی‌گوییم که برای ما نوشته‌اید. فقط اگر جان کسی به آن بسته باشد، دو نفر از ما می‌توانند بگویند که کسی در خطر است، اما نه چیزی از آنچه نوشته‌اید. هر وقت بخواهید می‌توانید اجازه‌تان را در همین صفحه پس بگیرید. آنچه پیش‌تر گفته شده برنمی‌گردد: فقط می‌توانیم بخواهیم پاکش کنند.',
    closing:
      'کار ما با آنچه فرستادید تمام شد: […]. تا مدتی هنوز می‌توانید همین‌جا بنویسید. کد محرمانه‌تان را نگه دارید. اگر می‌خواهید چیزی نماند، همه‌چیز را در همین صفحه پاک کنید.',
  },
};

/** The language of the templates for a tip: that of the page on which the source wrote. */
export function templateLanguage(language: string): SourceLanguage {
  return SOURCE_LANGUAGES.find((known) => known === language) ?? 'en';
}
