// The parts that commands know: the shipped ones, and those of the files that --parts names.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/scenario/parts_catalog.h"

namespace twin {

// Throws an InputError of all that is wrong with the files.
std::shared_ptr<const PartsCatalog> parts_beside(const std::vector<std::string>& files);

}  // namespace twin
