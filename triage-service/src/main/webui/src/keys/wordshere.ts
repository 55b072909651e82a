/**
 * Words that people put into passphrases, in Azerbaijani, Turkish and Russian, also as typed on another keyboard: the likeliest
 * first. The reader of the list folds marks.
 */
export const WORDS_HERE: readonly string[] = `
parol şifrə şifre пароль sifrə salam salamlar merhaba привет privet penah pənah azerbaijan azərbaycan azerbaycan
азербайджан azerbajan baku bakı baki баку bakou heydar heydər haydar гейдар ilham ильхам əliyev aliyev eliyev алиев
aliyeva əliyeva mehriban karabakh qarabağ karabağ карабах garabagh qarabagh artsakh vətən vatan родина rodina sevgi
sevgilim sevirəm sevirem seviyorum mən sən sen ben
biz siz səni seni mənə sənə mənim menim benim sənin senin adım adim çox çok bir və ve bu нет я ты мы он она не на это
aşk ask canım canim əzizim любовь lyubov люблю lyublyu ana anam ata atam baba mama мама papa папа allah
allahım bismillah inşallah maşallah islam quran koran şəhid sehid şəhidlər zəfər zafer победа pobeda bayraq bayrak
türkiyə türkiye turkey турция turkiye istanbul стамбул ankara izmir antalya galatasaray fenerbahçe fenerbahce beşiktaş
besiktas atatürk ataturk erdoğan erdogan россия rossiya russia москва moskva moscow питер piter путин putin qarabağfk
neftçi neftchi
gəncə ganja gence гянджа sumqayıt sumgait sumqait сумгаит şuşa shusha шуша xankəndi khankendi stepanakert ağdam aghdam
агдам füzuli fizuli физули cəbrayıl jabrayil zəngilan zangilan qubadlı gubadli kəlbəcər kalbajar laçın lachin лачин
xocalı khojaly ходжалы naxçıvan nakhchivan нахичевань lənkəran lankaran ленкорань şəki sheki шеки quba guba губа qusar
gusar xaçmaz khachmaz şamaxı shamakhi шемаха mingəçevir mingachevir мингечевир yevlax yevlakh bərdə barda tovuz tovuz
qazax gazakh ağstafa ağcabədi imişli biləsuvar cəlilabad masallı astara lerik yardımlı salyan neftçala hacıqabul
şirvan shirvan zaqatala zagatala balakən qax göyçay ismayıllı qəbələ gabala габала abşeron absheron xəzər khazar caspian
каспий xırdalan binəqədi nəsimi nərimanov yasamal səbail suraxanı mərdəkan buzovna novxanı bilgəh hövsan içərişəhər
qız qalası maiden qobustan gobustan araz kür kura tiflis tbilisi тбилиси tehran təbriz tabriz iran irak
əli ali али məmmədov mammadov мамедов memmedov həsənov hasanov гасанов hüseynov huseynov гусейнов quliyev guliyev
гулиев ismayılov ismayilov исмаилов ibrahimov ибрагимов abbasov аббасов rəhimov rahimov cəfərov jafarov джафаров
qasımov gasimov kərimov karimov vəliyev valiyev hacıyev hajiyev гаджиев babayev бабаев mustafayev əhmədov ahmadov
ахмедов mirzəyev namazov
məmməd mammad мамед memmed həsən hasan гасан hüseyn huseyn гусейн əhməd ahmad ahmed ахмед mustafa мустафа ibrahim murad
мурад elçin elchin эльчин elnur эльнур elşən elshan rəşad rashad рашад rauf рауф vüsal vusal вусал vüqar vugar orxan
orkhan орхан orhan tural турал emin эмин anar анар samir самир ramil рамиль ramin rüfət rufat kamran камран fərid
farid фарид nicat nijat ниджат cavid javid джавид ceyhun jeyhun əkrəm ilqar ilgar ильгар ilkin natiq namiq zaur
заур teymur тимур taleh toğrul togrul tofiq vaqif vagif nizami низами fikrət babək babek бабек nadir yusif yusuf юсуф
mehmet mehmed emre burak murat fatih ömer osman kemal serkan hakan ayşe fatma zeynep elif
aysel айсель aygün aygun айгюн aynur айнур leyla лейла leylə nigar нигяр günel gunel гюнель günay gunay гюнай sevinc
sevinj севиндж sevda севда lalə lala лала nərmin narmin нармин gülnar gulnar гюльнара gülnarə sevil севиль ülviyyə
ulviyya fidan фидан nurlan nurane нурана xədicə khadija хадиджа fatimə fatima фатима zəhra zahra захра zeynəb zeynab
məryəm maryam мария maria эльмира elmira səbinə sabina сабина kəmalə kamala vəfa vafa arzu арзу könül konul кёнуль
наташа natasha саша sasha дима dima маша masha настя nastya сергей sergey андрей andrey владимир vladimir александр
aleksandr мария анна anna ольга olga елена elena иван ivan
azadlıq azadliq azadlik özgürlük свобода svoboda ədalət adalet справедливость xalq halk народ narod dövlət devlet
prezident президент millət millet milli respublika cumhuriyet республика müstəqillik demokratiya hüquq hukuk insan
insanlar dünya dunya мир mir həyat hayat жизнь zhizn ölüm smert смерть ürək yürek сердце serdce göz gözəl güzel gozel
krasivaya gül gul роза çiçək çiçek cicek ulduz yıldız yildiz звезда zvezda günəş güneş gunes солнце solnce solnyshko ay
luna луна dəniz deniz море more dağ dağlar gora su od ateş ogon огонь torpaq toprak zemlya земля yağış kar sneg снег
külək rüzgar qara kara ağ beyaz qırmızı kırmızı mavi göy yaşıl yeşil sarı
bir iki üç dörd dört beş altı yeddi yedi səkkiz sekiz doqquz dokuz on yüz min bin один odin два dva три tri
ev evim yol məktəb okul shkola школа universitet kitab kitap kniga книга dost dostlar dostum друг drug arkadaş qardaş
kardeş брат brat bacı abla сестра sestra oğlum oğul qızım kızım uşaq çocuk ailə aile семья semya
quyu neft petrol çay чай chai chay çörək ekmek хлеб plov плов dolma kabab nar qranat гранат alma elma at pişik kedi
кошка koshka it köpek собака sobaka qartal kartal qurd kurt bozqurd bozkurt boz aslan şir lev тигр pələng
yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr novruz новруз bayram qələbə hello
privetik qwerty йцукен фыва ytsuken
`
  .trim()
  .split(/\s+/);
