#include "sim/scenario/problem.h"

#include <fmt/format.h>

namespace twin {

std::string Problem::text() const {
    std::string out = where.file;
    if (where.line > 0)
        out += fmt::format(":{}:{}", where.line, where.column);
    out += ": ";
    if (!field.empty())
        out += field + ": ";
    out += message;
    if (hint.starts_with("did you mean"))
        out += "; " + hint;
    else if (!hint.empty())
        out += " (" + hint + ")";
    return out;
}

}  // namespace twin
