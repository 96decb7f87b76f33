/**
 * The words the painter knows. English ones match whole words (`*` leaves the ending open),
 * Chinese ones match anywhere, traditional forms beside simplified ones.
 */
export const subjectWords = {
  mountains:
    'mountain* peak* alps alpine himalaya* everest fuji cliff* canyon* volcano* valley* fjord* ridge* highland* summit* glacier* 山 峰 岭 嶺 谷 崖 峡 峽 冰川 高原',
  sea: 'sea seas ocean* coast* bay wave waves surf tide* pacific atlantic seashore* seascape* sailing regatta lighthouse* 灯塔 燈塔 (?<![上云雲])海(?!拔) 洋 浪 潮',
  beach:
    'beach* white-sand* tropical island* palm* maldives hawaii bali lagoon* coconut* 沙滩 沙灘 海滩 海灘 岛 島 椰 棕榈 棕櫚 热带 熱帶 雪白的沙',
  lake: 'lake* reflection* pond* water reflecting mirror 湖 水面 倒影 池 镜 鏡',
  river: 'river* stream* creek brook 河 江 溪 川流 小桥流水',
  waterfall: 'waterfall* cascade* 瀑布 飞瀑',
  forest:
    'forest* wood woods woodland* tree trees pine* jungle rainforest grove birch* taiga bamboo redwood* fir firs 森林 树 樹 林 松 杉 竹',
  meadow:
    'meadow* terrace* greenhouse* hill* field fields grass* prairie* steppe farmland countryside pasture* flower* lavender* wildflower* tulip* sunflower* poppy poppies daisy daisies garden* bloom* blossom* spring 草原 草地 草甸 田野 原野 花 薰衣草 郁金香 向日葵 油菜 梯田 温室 田园 田園 牧场 春',
  city: 'city cities skyline* cyberpunk tokyo shanghai york london paris skyscraper* urban downtown metropolis street* hongkong singapore building* manhattan chongqing tram* cobblestone* alley* rooftop* cafe* 城市 都市 (?<![长長])城 天际线 天際線 赛博 賽博 高楼 高樓 上海 东京 東京 纽约 紐約 香港 重庆 大厦 建筑 楼 电车 電車 石板路 街 巷 屋顶 屋頂',
  desert:
    'desert* dune* sahara sand sands gobi arid camel* oasis mars martian 沙漠 沙丘 戈壁 大漠 敦煌 火星',
  snowfield:
    'snow snowy snowfall snowfield* winter* ice icy frost* frozen arctic antarctic* tundra polar blizzard* christmas 雪(?!白) 冬 冰 霜 南极 北极(?!光) 极地 圣诞',
  clouds:
    'sea-of-clouds cloud-sea above-the-clouds cloudscape* skyscape 云海 雲海 云端 雲端 云层之上',
  space:
    'space planet* saturn jupiter nebula* galaxy galaxies cosmos cosmic universe astronaut* interstellar orbit* asteroid* earth supernova* 太空 行星 星球 星云 星雲 宇宙 星系 土星 木星 地球 星际 深空',
  aurora: 'aurora* northern-light* borealis 极光 極光 北极光',
  nightSky:
    'stars star starry stargazing constellation* milky-way meteor* 星空 星辰 星夜 银河 銀河 繁星 流星 (?<![火水木金土恒行卫衛])星',
} as const;

export type Subject = keyof typeof subjectWords;

export const abstractWords = {
  layers:
    'layered flat-shape* flat-design flat-illustration flat-style paper-cut papercut silhouette* illustration vector firewatch 扁平 剪影 剪纸 剪紙 插画 插畫 层叠 层层叠叠 層層疊疊',
  mesh: 'gradient* mesh blur* blurry bokeh soft-color* 渐变 漸變 弥散 模糊 光晕',
  fluid:
    'abstract fluid* liquid* swirl* marble* smoke paint acrylic oil-paint flow flows flowing 抽象 流动 流動 流体 流體 漩涡 大理石 液态 颜料',
  lowPoly:
    'low-poly lowpoly polygon* triang* crystal* facet* origami 低多边形 多边形 三角 水晶 折纸',
  contours: 'contour* topograph* topo isoline* line-art lines map 等高线 等高線 线条 線條 地形图',
  waves: 'silk* ribbon* wavy curve curves curvy fabric satin 波浪形 丝绸 絲綢 丝带 曲线 绸缎 波纹',
  geometric:
    'geometr* bauhaus shapes circle* pattern* mosaic* tile tiles art-deco memphis 几何 幾何 包豪斯 圆(?!月|满|滿) 图案 马赛克',
  ink: 'ink ink-wash sumi* shanshui shan-shui calligraph* chinese-painting brush 水墨 国画 國畫 山水画 山水畫 墨 写意 泼墨 青绿山水 青綠山水',
} as const;

export type AbstractKind = keyof typeof abstractWords;

export const timeWords = {
  dawn: 'dawn sunrise* morning* daybreak first-light 黎明 日出 清晨 早晨 晨 拂晓 破晓 朝霞',
  sunset:
    'sunset* golden-hour evening* sundown golden-light afterglow 日落 夕阳 夕陽 黄昏 黃昏 傍晚 晚霞 落日 火烧云 余晖 残阳',
  dusk: 'dusk twilight blue-hour gloaming nightfall 暮色 薄暮 暮 黄昏后 蓝调时刻',
  night:
    'night* midnight moon* starry stars aurora* borealis northern-light* milky-way 夜 星空 月 银河 銀河 极光 極光 午夜 (?<![火水木金土恒行卫衛])星',
  day: 'day daytime noon midday sunny sunshine bright daylight blue-sky 白天 正午 晴 蓝天 藍天 阳光 陽光 中午 日光',
} as const;

export type TimeOfDay = keyof typeof timeWords;

export const weatherWords = {
  clear: 'clear cloudless sunny 晴 万里无云 晴朗',
  cloudy: 'cloud* cloudy 云 雲',
  overcast: 'overcast storm* thunder* gloomy grey-sky lightning 阴 陰 暴风 暴風 乌云 雷 风暴',
  mist: 'mist* fog* haze hazy smoky 雾 霧 霭 烟 煙 朦胧 云雾',
  rain: 'rain rains rainy raining rainfall rainstorm* drizzle* shower* 雨(?![后後林])',
  snowing:
    'snowing first-snow snowfall blizzard* snowstorm* 下雪 飘雪 大雪 飞雪 暴雪 暴风雪 暴風雪 雪花 初雪 场雪 場雪',
} as const;

export type Weather = keyof typeof weatherWords;

export const seasonWords = {
  spring: 'spring sakura cherry* blossom* 春 樱 櫻 桃花 花开',
  summer: 'summer* 夏',
  autumn: 'autumn* fall fall-colors maple* foliage october 秋 枫 楓 红叶 紅葉 银杏',
  winter: 'winter* snow* frozen christmas 冬 雪(?!白)',
} as const;

export type Season = keyof typeof seasonWords;

export const moodWords = {
  calm: 'calm* peace* serene* quiet* tranquil* zen still relaxing 宁静 寧靜 平静 安静 静谧 禅 静',
  dramatic: 'dramatic* epic storm* intense majestic moody 壮丽 壯麗 壮观 史诗 暴风 震撼 磅礴 雄伟',
  dreamy:
    'dream* ethereal pastel* fairy* magical soft kawaii 梦幻 夢幻 唯美 童话 仙 柔和 治愈 粉彩',
  neon: 'neon cyberpunk synthwave vaporwave outrun 霓虹 赛博 賽博 蒸汽波',
  mono: 'monochrom* black-and-white grayscale greyscale b&w noir 黑白 单色 灰度',
  minimal: 'minimal* simple clean 极简 極簡 简约 簡約 简洁',
  dark: 'dark amoled black gloomy mysterious 暗 黑(?!白) 神秘 深色',
  vintage: 'vintage retro sepia nostalg* film 复古 復古 怀旧 胶片',
  pixel: 'pixel pixel-art 8-bit 16-bit 像素',
} as const;

export type Mood = keyof typeof moodWords;

export const thingWords = {
  sun: 'sun 太阳 太陽 日出 日落 落日 夕阳 夕陽 sunset* sunrise*',
  moon: 'moon moons moonlight moonlit moonrise crescent 月',
  stars:
    'star stars starry milky-way galaxy galaxies constellation* (?<![火水木金土恒行卫衛])星 银河 銀河',
  milkyWay: 'milky-way galaxy galaxies 银河 銀河 星河',
  aurora: 'aurora* northern-light* borealis 极光 極光',
  planet: 'planet* saturn jupiter 行星 星球 土星 木星',
  flowers:
    'flower* lavender* wildflower* tulip* poppy poppies daisy daisies blossom* sunflower* bloom* 花 薰衣草 郁金香 向日葵',
  blossomTrees: 'sakura cherry* peach-blossom* 樱 櫻 桃花',
  trees: 'tree* forest* wood woods pine* fir firs 树 樹 林 松 杉',
  palms: 'palm* coconut* tropical 椰 棕榈 热带',
  snow: 'snow* winter* frozen glacier* 雪(?!白) 冬 冰',
  water: 'water reflection* lake* river* harbor harbour bay waterfront 水 湖 河 江 倒影 港 湾',
  rainbow: 'rainbow* 彩虹',
  lightning: 'lightning thunder* 闪电 閃電 雷',
  birds: 'bird birds seagull* geese 鸟 鳥 雁 鸥',
  lanterns: 'lantern* 灯笼 燈籠 河灯 河燈 天灯 天燈 孔明灯 花灯',
  lighthouse: 'lighthouse* 灯塔 燈塔',
  cabins:
    'cabin* village* house houses cottage* hut huts hamlet* chalet* 木屋 小屋 村 小镇 小鎮 房子 农舍',
  boat: 'boat* sail* ship* yacht* 船 舟 帆',
} as const;

export type Thing = keyof typeof thingWords;

/** Colour words with their OKLCh hue; neutral ones carry no hue and are moods instead. */
export const colorWords = {
  red: ['red crimson scarlet ruby 红 紅 赤 朱', 25],
  orange: ['orange amber tangerine coral peach apricot 橙 橘 珊瑚', 52],
  gold: ['gold golden yellow 金 黄 黃', 86],
  lime: ['lime chartreuse 嫩绿 青柠', 122],
  green: ['green emerald jade mint 绿 綠 翠 薄荷', 150],
  teal: ['teal turquoise cyan aqua 青 碧', 195],
  blue: ['blue azure sapphire cobalt navy 蓝 藍 湛', 254],
  indigo: ['indigo 靛', 276],
  purple: ['purple violet lavender lilac amethyst 紫 薰衣草', 305],
  pink: ['pink rose magenta fuchsia sakura 粉 樱 玫瑰 桃', 352],
} as const;

export type ColorName = keyof typeof colorWords;
