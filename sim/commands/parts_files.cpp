#include "sim/commands/parts_files.h"

#include "sim/commands/input_error.h"
#include "sim/scenario/read.h"

namespace twin {

std::shared_ptr<const PartsCatalog> parts_beside(const std::vector<std::string>& files) {
    Problems problems;
    std::vector<PartsText> texts;
    for (const std::string& file : files)
        texts.push_back(read_parts_file(file, problems));
    std::shared_ptr<const PartsCatalog> parts;
    if (problems.empty())
        parts = parts_with(texts, problems);
    if (!problems.empty())
        throw InputError(problems);
    return parts;
}

}  // namespace twin
