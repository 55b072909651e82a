package org.penah.intake.form;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Says where the danger is, so widely that it points to nobody; nearest to our sources first.
 *
 * @see <a href="https://unstats.un.org/unsd/methodology/m49/">UN M49</a>, whose codes these are
 */
public enum Region {
    WESTERN_ASIA("145"),
    CENTRAL_ASIA("143"),
    SOUTHERN_ASIA("034"),
    EASTERN_ASIA("030"),
    SOUTH_EASTERN_ASIA("035"),
    EASTERN_EUROPE("151"),
    NORTHERN_EUROPE("154"),
    SOUTHERN_EUROPE("039"),
    WESTERN_EUROPE("155"),
    NORTHERN_AFRICA("015"),
    SUB_SAHARAN_AFRICA("202"),
    NORTHERN_AMERICA("021"),
    LATIN_AMERICA("419"),
    OCEANIA("009");

    private final String code;

    Region(String code) {
        this.code = code;
    }

    @JsonValue
    public String code() {
        return code;
    }
}
