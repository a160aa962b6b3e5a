window.showcaseWindow={"build": "4858b00f6533", "slides": ["cover", "brand/1252", "member/zhang", "team/班组", "volunteer/deng", "honours"]};
