package org.penah.triage.tip;

import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.penah.triage.list.TipFilter;
import org.penah.triage.list.TipPage;
import org.penah.triage.threat.Lane;

/** Holds how many tips that a filter asks for stand where; none that is listed where nobody keeps their number. */
record StandingTips(TipFilter filter, List<Place> places) {

    /** The tips of one place, and how many of them nobody has opened. */
    record Place(Lane lane, boolean overdue, boolean folded, long tips, long unopened) {}

    static StandingTips none(TipFilter filter) {
        return new StandingTips(filter, List.of());
    }

    /** Those that stand behind the listed ones. */
    List<TipPage.Fold> folds() {
        return places.stream()
                .filter(place -> filter.folds() && place.folded())
                .collect(Collectors.groupingBy(Place::lane, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(lane -> new TipPage.Fold(
                        lane.getKey(), sum(lane.getValue(), Place::tips), sum(lane.getValue(), Place::unopened)))
                .toList();
    }

    /** Those that are listed. */
    List<TipPage.Total> totals() {
        return places.stream()
                .filter(place -> filter.folded() == place.folded())
                .collect(Collectors.groupingBy(
                        Place::overdue,
                        TreeMap::new,
                        Collectors.groupingBy(Place::lane, TreeMap::new, Collectors.toList())))
                .entrySet()
                .stream()
                .flatMap(overdue -> overdue.getValue().entrySet().stream()
                        .map(lane ->
                                new TipPage.Total(lane.getKey(), overdue.getKey(), sum(lane.getValue(), Place::tips))))
                .toList();
    }

    private static long sum(List<Place> places, ToLongFunction<Place> what) {
        return places.stream().mapToLong(what).sum();
    }
}
