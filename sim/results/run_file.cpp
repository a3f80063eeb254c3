#include "sim/results/run_file.h"

#include <cstring>
#include <fmt/format.h>
#include <sqlite3.h>

namespace twin {

std::runtime_error file_error(std::string_view what, const std::filesystem::path& file,
                              std::string_view reason) {
    return std::runtime_error(fmt::format("cannot {} {}: {}", what, file.string(), reason));
}

std::runtime_error database_error(std::string_view what, const std::filesystem::path& file,
                                  sqlite3* db) {
    const int code = sqlite3_errcode(db) & 0xff;
    if (code == SQLITE_FULL)
        return file_error(what, file, "the disk is full");
    if (code == SQLITE_IOERR)
        if (const int system = sqlite3_system_errno(db); system != 0)
            return file_error(what, file, std::strerror(system));
    return file_error(what, file, sqlite3_errmsg(db));
}

void remove_run_file(const std::filesystem::path& file) {
    // A write-ahead log that outlives its database would be played into the next one.
    for (const char* suffix : {"-wal", "-shm", "-journal", ""}) {
        std::filesystem::path part = file;
        part += suffix;
        std::error_code error;
        std::filesystem::remove(part, error);
        if (error)
            throw file_error("remove", part, error.message());
    }
}

}  // namespace twin
