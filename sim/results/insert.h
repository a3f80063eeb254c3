// How a row reaches SQLite.
#pragma once

#include <cassert>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <sqlite3.h>
#include <string>
#include <string_view>

#include "sim/results/run_file.h"

namespace twin {

// INSERT INTO a table, prepared once. Text must live until the call returns.
class Insert {
  public:
    Insert(sqlite3* db, const std::filesystem::path& file, std::string_view table, int columns)
        : db_(db), file_(file) {
        std::string sql = fmt::format("INSERT INTO {} VALUES (?", table);
        for (int i = 1; i < columns; ++i)
            sql += ", ?";
        sql += ')';
        if (sqlite3_prepare_v3(db, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement_,
                               nullptr) != SQLITE_OK)
            throw database_error("write", file_, db_);
    }
    ~Insert() { sqlite3_finalize(statement_); }
    Insert(const Insert&) = delete;
    Insert& operator=(const Insert&) = delete;

    template <class... Values>
    void operator()(const Values&... values) {
        assert(sizeof...(values) == sqlite3_bind_parameter_count(statement_));
        int column = 0;
        (bind(++column, values), ...);
        const bool done = sqlite3_step(statement_) == SQLITE_DONE;
        if (!done) {
            const auto error = database_error("write", file_, db_);
            sqlite3_reset(statement_);
            throw error;
        }
        sqlite3_reset(statement_);
    }

  private:
    void bind(int column, std::nullptr_t) { sqlite3_bind_null(statement_, column); }
    void bind(int column, double value) { sqlite3_bind_double(statement_, column, value); }
    template <std::integral T>
    void bind(int column, T value) {
        sqlite3_bind_int64(statement_, column, static_cast<std::int64_t>(value));
    }
    void bind(int column, std::string_view text) {
        sqlite3_bind_text(statement_, column, text.data() == nullptr ? "" : text.data(),
                          static_cast<int>(text.size()), SQLITE_STATIC);
    }
    template <class T>
    void bind(int column, const std::optional<T>& value) {
        if (value)
            bind(column, *value);
        else
            bind(column, nullptr);
    }

    sqlite3* db_;
    const std::filesystem::path& file_;
    sqlite3_stmt* statement_ = nullptr;
};

}  // namespace twin
