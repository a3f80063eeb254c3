// twin: the digital twin of an AI-factory datacentre, on the command line.
#include "sim/commands/commands.h"
#include "sim/commands/run_scenario.h"

int main(int argc, char** argv) {
    return twin::run_program(
        {"twin", "Digital twin of an AI-factory datacentre.", twin::program_version()},
        twin::commands(), argc, argv);
}
