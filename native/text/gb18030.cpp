#include "text/gb18030.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace mapi_msg::text {

namespace {

// Sequences are counted from 81 30 81 30. Each run of them stands for a run of characters.
struct Run {
    std::uint16_t sequence;
    std::uint16_t character;
};

// clang-format off
constexpr std::array kRuns = std::to_array<Run>({
    {0, 0x0080}, {36, 0x00A5}, {38, 0x00A9}, {45, 0x00B2}, {50, 0x00B8}, {81, 0x00D8},
    {89, 0x00E2}, {95, 0x00EB}, {96, 0x00EE}, {100, 0x00F4}, {103, 0x00F8}, {104, 0x00FB},
    {105, 0x00FD}, {109, 0x0102}, {126, 0x0114}, {133, 0x011C}, {148, 0x012C}, {172, 0x0145},
    {175, 0x0149}, {179, 0x014E}, {208, 0x016C}, {306, 0x01CF}, {307, 0x01D1}, {308, 0x01D3},
    {309, 0x01D5}, {310, 0x01D7}, {311, 0x01D9}, {312, 0x01DB}, {313, 0x01DD}, {341, 0x01FA},
    {428, 0x0252}, {443, 0x0262}, {544, 0x02C8}, {545, 0x02CC}, {558, 0x02DA}, {741, 0x03A2},
    {742, 0x03AA}, {749, 0x03C2}, {750, 0x03CA}, {805, 0x0402}, {819, 0x0450}, {820, 0x0452},
    {7922, 0x2011}, {7924, 0x2017}, {7925, 0x201A}, {7927, 0x201E}, {7934, 0x2027}, {7943, 0x2031},
    {7944, 0x2034}, {7945, 0x2036}, {7950, 0x203C}, {8062, 0x20AD}, {8148, 0x2104}, {8149, 0x2106},
    {8152, 0x210A}, {8164, 0x2117}, {8174, 0x2122}, {8236, 0x216C}, {8240, 0x217A}, {8262, 0x2194},
    {8264, 0x219A}, {8374, 0x2209}, {8380, 0x2210}, {8381, 0x2212}, {8384, 0x2216}, {8388, 0x221B},
    {8390, 0x2221}, {8392, 0x2224}, {8393, 0x2226}, {8394, 0x222C}, {8396, 0x222F}, {8401, 0x2238},
    {8406, 0x223E}, {8416, 0x2249}, {8419, 0x224D}, {8424, 0x2253}, {8437, 0x2262}, {8439, 0x2268},
    {8445, 0x2270}, {8482, 0x2296}, {8485, 0x229A}, {8496, 0x22A6}, {8521, 0x22C0}, {8603, 0x2313},
    {8936, 0x246A}, {8946, 0x249C}, {9046, 0x254C}, {9050, 0x2574}, {9063, 0x2590}, {9066, 0x2596},
    {9076, 0x25A2}, {9092, 0x25B4}, {9100, 0x25BE}, {9108, 0x25C8}, {9111, 0x25CC}, {9113, 0x25D0},
    {9131, 0x25E6}, {9162, 0x2607}, {9164, 0x260A}, {9218, 0x2641}, {9219, 0x2643}, {11329, 0x2E82},
    {11331, 0x2E85}, {11334, 0x2E89}, {11336, 0x2E8D}, {11346, 0x2E98}, {11361, 0x2EA8}, {11363, 0x2EAB},
    {11366, 0x2EAF}, {11370, 0x2EB4}, {11372, 0x2EB8}, {11375, 0x2EBC}, {11389, 0x2ECB}, {11682, 0x2FFC},
    {11686, 0x3004}, {11687, 0x3018}, {11692, 0x301F}, {11694, 0x302A}, {11714, 0x303F}, {11716, 0x3094},
    {11723, 0x309F}, {11725, 0x30F7}, {11730, 0x30FF}, {11736, 0x312A}, {11982, 0x322A}, {11989, 0x3232},
    {12102, 0x32A4}, {12336, 0x3390}, {12348, 0x339F}, {12350, 0x33A2}, {12384, 0x33C5}, {12393, 0x33CF},
    {12395, 0x33D3}, {12397, 0x33D6}, {12510, 0x3448}, {12553, 0x3474}, {12851, 0x359F}, {12962, 0x360F},
    {12973, 0x361B}, {13738, 0x3919}, {13823, 0x396F}, {13919, 0x39D1}, {13933, 0x39E0}, {14080, 0x3A74},
    {14298, 0x3B4F}, {14585, 0x3C6F}, {14698, 0x3CE1}, {15583, 0x4057}, {15847, 0x4160}, {16318, 0x4338},
    {16434, 0x43AD}, {16438, 0x43B2}, {16481, 0x43DE}, {16729, 0x44D7}, {17102, 0x464D}, {17122, 0x4662},
    {17315, 0x4724}, {17320, 0x472A}, {17402, 0x477D}, {17418, 0x478E}, {17859, 0x4948}, {17909, 0x497B},
    {17911, 0x497E}, {17915, 0x4984}, {17916, 0x4987}, {17936, 0x499C}, {17939, 0x49A0}, {17961, 0x49B8},
    {18664, 0x4C78}, {18703, 0x4CA4}, {18814, 0x4D1A}, {18962, 0x4DAF}, {19043, 0x9FA6}, {33469, 0xE76C},
    {33470, 0xE7C8}, {33471, 0xE7E7}, {33484, 0xE815}, {33485, 0xE819}, {33490, 0xE81F}, {33497, 0xE827},
    {33501, 0xE82D}, {33505, 0xE833}, {33513, 0xE83C}, {33520, 0xE844}, {33536, 0xE856}, {33550, 0xE865},
    {37845, 0xF92D}, {37921, 0xF97A}, {37948, 0xF996}, {38029, 0xF9E8}, {38038, 0xF9F2}, {38064, 0xFA10},
    {38065, 0xFA12}, {38066, 0xFA15}, {38069, 0xFA19}, {38075, 0xFA22}, {38076, 0xFA25}, {38078, 0xFA2A},
    {39108, 0xFE32}, {39109, 0xFE45}, {39113, 0xFE53}, {39114, 0xFE58}, {39115, 0xFE67}, {39116, 0xFE6C},
    {39265, 0xFF5F}, {39394, 0xFFE6},
});
// clang-format on

// Two-byte sequences that code page 936 has as private characters, but GB 18030 as these.
struct Assigned {
    char16_t privateUse;
    char16_t character;
};

// clang-format off
constexpr std::array kAssigned = std::to_array<Assigned>({
    {0xE76C, 0x20AC}, {0xE7C8, 0x01F9}, {0xE7E7, 0x303E}, {0xE7E8, 0x2FF0}, {0xE7E9, 0x2FF1},
    {0xE7EA, 0x2FF2}, {0xE7EB, 0x2FF3}, {0xE7EC, 0x2FF4}, {0xE7ED, 0x2FF5}, {0xE7EE, 0x2FF6},
    {0xE7EF, 0x2FF7}, {0xE7F0, 0x2FF8}, {0xE7F1, 0x2FF9}, {0xE7F2, 0x2FFA}, {0xE7F3, 0x2FFB},
    {0xE815, 0x2E81}, {0xE819, 0x2E84}, {0xE81A, 0x3473}, {0xE81B, 0x3447}, {0xE81C, 0x2E88},
    {0xE81D, 0x2E8B}, {0xE81F, 0x359E}, {0xE820, 0x361A}, {0xE821, 0x360E}, {0xE822, 0x2E8C},
    {0xE823, 0x2E97}, {0xE824, 0x396E}, {0xE825, 0x3918}, {0xE827, 0x39CF}, {0xE828, 0x39DF},
    {0xE829, 0x3A73}, {0xE82A, 0x39D0}, {0xE82D, 0x3B4E}, {0xE82E, 0x3C6E}, {0xE82F, 0x3CE0},
    {0xE830, 0x2EA7}, {0xE833, 0x2EAA}, {0xE834, 0x4056}, {0xE835, 0x415F}, {0xE836, 0x2EAE},
    {0xE837, 0x4337}, {0xE838, 0x2EB3}, {0xE839, 0x2EB6}, {0xE83A, 0x2EB7}, {0xE83C, 0x43B1},
    {0xE83D, 0x43AC}, {0xE83E, 0x2EBB}, {0xE83F, 0x43DD}, {0xE840, 0x44D6}, {0xE841, 0x4661},
    {0xE842, 0x464C}, {0xE844, 0x4723}, {0xE845, 0x4729}, {0xE846, 0x477C}, {0xE847, 0x478D},
    {0xE848, 0x2ECA}, {0xE849, 0x4947}, {0xE84A, 0x497A}, {0xE84B, 0x497D}, {0xE84C, 0x4982},
    {0xE84D, 0x4983}, {0xE84E, 0x4985}, {0xE84F, 0x4986}, {0xE850, 0x499F}, {0xE851, 0x499B},
    {0xE852, 0x49B7}, {0xE853, 0x49B6}, {0xE856, 0x4CA3}, {0xE857, 0x4C9F}, {0xE858, 0x4CA0},
    {0xE859, 0x4CA1}, {0xE85A, 0x4C77}, {0xE85B, 0x4CA2}, {0xE85C, 0x4D13}, {0xE85D, 0x4D14},
    {0xE85E, 0x4D15}, {0xE85F, 0x4D16}, {0xE860, 0x4D17}, {0xE861, 0x4D18}, {0xE862, 0x4D19},
    {0xE863, 0x4DAE},
});
// clang-format on

constexpr std::uint32_t kBasicPlaneSequences = 39420;
constexpr std::uint32_t kFirstSupplementarySequence = 189000;  // 90 30 81 30
constexpr char32_t kFirstSupplementary = 0x10000;
constexpr char32_t kLastCharacter = 0x10FFFF;

bool IsLead(std::uint8_t byte) { return byte >= 0x81 && byte <= 0xFE; }
bool IsDigit(std::uint8_t byte) { return byte >= 0x30 && byte <= 0x39; }

std::uint32_t SequenceAt(Bytes text, std::size_t offset) {
    const auto byte = [&](std::size_t i, std::uint32_t first) { return text[offset + i] - first; };
    return ((byte(0, 0x81) * 10 + byte(1, 0x30)) * 126 + byte(2, 0x81)) * 10 + byte(3, 0x30);
}

void AppendSequence(ByteVector& text, std::uint32_t sequence) {
    const std::array<std::uint32_t, 4> bytes = {0x81 + sequence / 12600, 0x30 + sequence / 1260 % 10,
                                                0x81 + sequence / 10 % 126, 0x30 + sequence % 10};
    for (std::uint32_t byte : bytes) text.push_back(static_cast<std::uint8_t>(byte));
}

// How many characters the run has.
std::uint32_t LengthOf(const Run* run) {
    const Run* next = std::next(run);
    return (next == kRuns.data() + kRuns.size() ? kBasicPlaneSequences : next->sequence) - run->sequence;
}

}  // namespace

bool IsGb18030Sequence(Bytes text, std::size_t offset) {
    return text.size() - offset >= kGb18030SequenceSize && IsLead(text[offset]) &&
           IsDigit(text[offset + 1]) && IsLead(text[offset + 2]) && IsDigit(text[offset + 3]);
}

std::optional<char32_t> DecodeGb18030Sequence(Bytes text, std::size_t offset) {
    const std::uint32_t sequence = SequenceAt(text, offset);
    if (sequence >= kFirstSupplementarySequence) {
        const char32_t character = kFirstSupplementary + (sequence - kFirstSupplementarySequence);
        return character <= kLastCharacter ? std::optional(character) : std::nullopt;
    }
    if (sequence >= kBasicPlaneSequences) return std::nullopt;
    const auto after =
        std::upper_bound(kRuns.begin(), kRuns.end(), sequence,
                         [](std::uint32_t wanted, const Run& run) { return wanted < run.sequence; });
    const Run& run = *std::prev(after);
    return run.character + (sequence - run.sequence);
}

bool AppendGb18030Sequence(ByteVector& text, char32_t character) {
    if (character >= kFirstSupplementary) {
        AppendSequence(text, kFirstSupplementarySequence + (character - kFirstSupplementary));
        return true;
    }
    const auto after =
        std::upper_bound(kRuns.begin(), kRuns.end(), character,
                         [](char32_t wanted, const Run& run) { return wanted < run.character; });
    if (after == kRuns.begin()) return false;
    const Run* run = &*std::prev(after);
    const std::uint32_t distance = character - run->character;
    if (distance >= LengthOf(run)) return false;
    AppendSequence(text, run->sequence + distance);
    return true;
}

char16_t AssignedFromPrivateUse(char16_t unit) {
    const auto found =
        std::lower_bound(kAssigned.begin(), kAssigned.end(), unit,
                         [](const Assigned& entry, char16_t wanted) { return entry.privateUse < wanted; });
    return found != kAssigned.end() && found->privateUse == unit ? found->character : unit;
}

char16_t PrivateUseFromAssigned(char16_t unit) {
    const auto found = std::find_if(kAssigned.begin(), kAssigned.end(),
                                    [unit](const Assigned& entry) { return entry.character == unit; });
    return found != kAssigned.end() ? found->privateUse : unit;
}

}  // namespace mapi_msg::text
