// A run's file is English. result_text() gives its fixed texts (titles of KPIs, items of the bill,
// limits, causes, events) in the window's language, and a text that is not known as it is.
#pragma once

#include <QString>
#include <span>
#include <string_view>

namespace twin {

QString result_text(std::string_view english);

// What is known, with %1, %2... in the places of figures.
std::span<const char* const> result_texts();

}  // namespace twin
