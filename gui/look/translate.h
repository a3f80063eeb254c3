// Translation in free functions, which have no class to be a context: lupdate files their texts
// under their namespace.
#pragma once

#include <QCoreApplication>
#include <QString>

namespace twin {

inline QString tr(const char* text) {
    return QCoreApplication::translate("twin", text);
}

}  // namespace twin
