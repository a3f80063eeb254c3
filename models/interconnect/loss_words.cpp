#include "models/interconnect/loss_words.h"

#include <array>
#include <charconv>
#include <utility>

namespace twin {
namespace {

bool take(std::string_view& text, std::string_view what) {
    if (!text.starts_with(what))
        return false;
    text.remove_prefix(what.size());
    return true;
}

// From 1 in words, from 0 in what is returned.
std::optional<int> index_in(std::string_view text) {
    const auto number = count_in(text);
    return number && *number >= 1 ? std::optional(*number - 1) : std::nullopt;
}

// What stands before and behind the first of these; the second is absent where it does not occur.
std::pair<std::string_view, std::optional<std::string_view>> cut_at(std::string_view text,
                                                                    std::string_view mark) {
    const auto at = text.find(mark);
    if (at == std::string_view::npos)
        return {text, std::nullopt};
    return {text.substr(0, at), text.substr(at + mark.size())};
}

// "3-7"
bool read_pair(std::string_view text, LossWords& words) {
    const auto [first, second] = cut_at(text, "-");
    const auto a = index_in(first);
    const auto b = second ? index_in(*second) : std::nullopt;
    if (!a || !b || *a == *b)
        return false;
    words.a = *a;
    words.b = *b;
    return true;
}

std::optional<LossWords> cables_in(std::string_view text, bool several) {
    const auto [pair, number] = cut_at(text, " ");
    LossWords words;
    const auto cables = several && number ? count_in(*number) : std::nullopt;
    words.cables = several ? cables.value_or(0) : 1;
    if (words.cables < 1 || (!several && number) || !read_pair(pair, words))
        return std::nullopt;
    return words;
}

std::optional<LossWords> tray_in(std::string_view text) {
    LossWords words;
    words.kind = LossKind::tray;
    const auto [first, second] = cut_at(text, "-");
    if (second != "cores")
        return read_pair(text, words) ? std::optional(words) : std::nullopt;
    const auto group = index_in(first);
    if (!group)
        return std::nullopt;
    words.a = *group;
    return words;
}

std::optional<LossWords> switches_in(std::string_view text, VertexKind kind, bool several) {
    LossWords words;
    words.kind = LossKind::switches;
    words.switches = kind;
    const auto [numbers, group_text] = cut_at(text, " of group ");
    const auto [from, to] = cut_at(numbers, "-");
    const auto first = index_in(from);
    const auto last = several && to ? index_in(*to) : first;
    const auto group = group_text ? index_in(*group_text) : std::nullopt;
    if (!first || !last || *last < *first || several != to.has_value() ||
        (kind == VertexKind::core) == group.has_value() || (group_text && !group))
        return std::nullopt;
    words.a = group.value_or(-1);
    words.first = *first;
    words.last = *last;
    return words;
}

}  // namespace

std::optional<int> count_in(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0)
        return std::nullopt;
    return number;
}

std::optional<LossWords> loss_words(std::string_view text) {
    if (take(text, "cable "))
        return cables_in(text, false);
    if (take(text, "cables "))
        return cables_in(text, true);
    if (take(text, "tray "))
        return tray_in(text);
    struct Word {
        std::string_view one, several;
        VertexKind kind;
    };
    static constexpr std::array words = {Word{"leaf ", "leaves ", VertexKind::leaf},
                                         Word{"spine ", "spines ", VertexKind::spine},
                                         Word{"core ", "cores ", VertexKind::core}};
    for (const Word& word : words) {
        if (take(text, word.one))
            return switches_in(text, word.kind, false);
        if (take(text, word.several))
            return switches_in(text, word.kind, true);
    }
    return std::nullopt;
}

}  // namespace twin
