// The words of which demo data is composed. Private to this module.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace counterfoil::hub {

struct Word {
    std::string_view zh;
    std::string_view en;
};

inline constexpr std::array<std::string_view, 40> kSurnames{"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴",   "周",
                                                            "徐", "孙", "马", "朱", "胡", "郭", "何", "高", "林",   "罗",
                                                            "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓",   "曹",
                                                            "彭", "曾", "肖", "田", "董", "袁", "潘", "于", "欧阳", "司马"};
inline constexpr std::array<std::string_view, 48> kGivenCharacters{
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明",
    "超", "霞", "平", "刚", "桂", "英", "华", "玉", "文", "婷", "宇", "浩", "然", "梓", "涵", "欣",
    "怡", "晨", "雨", "思", "佳", "子", "轩", "博", "一", "诺", "嘉", "琪", "安", "宁", "岚", "舟"};
inline constexpr std::array<std::string_view, 24> kFirstNames{
    "Alice", "Ben",  "Chloe", "Daniel", "Emma",  "Felix", "Grace", "Henry", "Isla", "Jack",   "Kate",  "Liam",
    "Mia",   "Noah", "Olive", "Peter",  "Quinn", "Rose",  "Sam",   "Tessa", "Una",  "Victor", "Wendy", "Zoe"};
inline constexpr std::array<std::string_view, 20> kLastNames{
    "Archer", "Baker", "Carter", "Dale",  "Evans", "Fisher", "Green", "Hill",  "Irving", "James",
    "Knight", "Lane",  "Mason",  "North", "Owen",  "Parker", "Reed",  "Stone", "Turner", "Wood"};

inline constexpr std::array<Word, 8> kStyles{{{"原味", "Plain"},
                                              {"经典", "Classic"},
                                              {"精选", "Select"},
                                              {"有机", "Organic"},
                                              {"家庭装", "Family"},
                                              {"轻享", "Light"},
                                              {"手工", "Handmade"},
                                              {"迷你", "Mini"}}};

/// What is sold: its words, its category, its price range in minor units, and whether a scale weighs it.
struct DemoGoods {
    Word name;
    std::string_view category;
    std::int64_t price_from;
    std::int64_t price_to;
    bool weighed;
};
inline constexpr std::array<DemoGoods, 24> kGoods{{{{"绿茶", "green tea"}, "drinks/tea", 350, 1290, false},
                                                   {{"乌龙茶", "oolong tea"}, "drinks/tea", 450, 2990, false},
                                                   {{"苏打水", "soda water"}, "drinks/water", 300, 690, false},
                                                   {{"橙汁", "orange juice"}, "drinks/juice", 590, 1890, false},
                                                   {{"咖啡豆", "coffee beans"}, "drinks/coffee", 3900, 12900, false},
                                                   {{"饼干", "biscuits"}, "snacks/biscuits", 490, 2590, false},
                                                   {{"薯片", "crisps"}, "snacks/crisps", 590, 1590, false},
                                                   {{"巧克力", "chocolate"}, "snacks/sweets", 890, 5900, false},
                                                   {{"坚果", "nuts"}, "snacks/nuts", 1590, 6990, false},
                                                   {{"牛奶", "milk"}, "food/dairy", 690, 2990, false},
                                                   {{"酸奶", "yoghurt"}, "food/dairy", 450, 1990, false},
                                                   {{"奶酪", "cheese"}, "food/dairy", 1590, 5990, false},
                                                   {{"大米", "rice"}, "food/staples", 2990, 9990, false},
                                                   {{"面条", "noodles"}, "food/staples", 590, 1890, false},
                                                   {{"酱油", "soy sauce"}, "food/condiments", 790, 2990, false},
                                                   {{"橄榄油", "olive oil"}, "food/condiments", 4990, 15900, false},
                                                   {{"苹果", "apples"}, "fresh/fruit", 890, 1990, true},
                                                   {{"葡萄", "grapes"}, "fresh/fruit", 1590, 3990, true},
                                                   {{"番茄", "tomatoes"}, "fresh/vegetables", 590, 1290, true},
                                                   {{"洗手液", "hand soap"}, "care/hands", 990, 3990, false},
                                                   {{"洗发水", "shampoo"}, "care/hair", 2990, 8990, false},
                                                   {{"牙膏", "toothpaste"}, "care/teeth", 890, 3590, false},
                                                   {{"抽纸", "tissues"}, "home/paper", 990, 3990, false},
                                                   {{"洗衣液", "laundry liquid"}, "home/laundry", 2590, 7990, false}}};

}  // namespace counterfoil::hub
