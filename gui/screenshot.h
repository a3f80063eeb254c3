// A picture of a view or of the window, once all that it shows is there.
#pragma once

#include "gui/command_line.h"
#include "gui/main_window.h"

namespace twin {

// Writes wanted.screenshot when the view is ready and ends the program: exit status 0, or 1 with a
// sentence on standard error.
void take_screenshot(MainWindow& window, const CommandLine& wanted);

}  // namespace twin
