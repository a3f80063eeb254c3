// What the training panel lets choose: models and machines of the catalogue.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace twin {

struct TrainingChoices {
    struct Model {
        QString id, name;
        int sequence = 0, batch = 0;  // as it was trained; 0: not said
    };
    struct Machine {
        QString id, name;
        int gpus = 0, gpus_per_node = 1;
    };
    std::vector<Model> models;
    std::vector<Machine> machines;  // whose power, network and GPUs' kernels are known
    QStringList precisions;
};

// Takes up to some tenths of a second: not for the window's thread.
TrainingChoices training_choices();

}  // namespace twin
