window.showcaseWindow={"build": "2a691b0d2c26", "slides": ["cover", "brand/1252", "member/zhang", "team/班组", "volunteer/deng", "honours"]};
